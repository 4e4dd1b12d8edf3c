// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Core } from '../../../widget/loader/opening.ts';
import { openStorage } from '../../../widget/shell/storage.ts';

const key = 'tidings:pk_test:draft:1';
const keyOf = (name: string) => `tidings:pk_test:${name}`;
const device = () => ({ get: () => undefined, set: () => {} });
const open = (storage?: string) =>
  openStorage({ tag: { storage }, device: device(), keyOf } as unknown as Core);

beforeEach(() => localStorage.clear());
afterEach(() => vi.unstubAllGlobals());

describe('what the device keeps', () => {
  test('is nothing before the visitor acts, and all that was held afterwards', () => {
    const storage = open();
    storage.set('draft:1', 'half a sentence');
    expect(localStorage.length).toBe(0);
    expect(storage.get('draft:1')).toBe('half a sentence');
    storage.allow();
    expect(localStorage.getItem(key)).toBe('"half a sentence"');
  });

  test('goes on from an earlier visit', () => {
    localStorage.setItem('tidings:pk_test:visitor', '"v"');
    open().set('draft:1', 'more');
    expect(localStorage.getItem(key)).toBe('"more"');
  });

  test('is nothing at all with data-storage="never"', () => {
    const storage = open('never');
    storage.allow();
    storage.set('draft:1', 'more');
    expect(localStorage.length).toBe(0);
    expect(storage.get('draft:1')).toBe('more');
  });

  test('is held for the session where the device is full', () => {
    const full = vi.fn(() => {
      throw new DOMException('full', 'QuotaExceededError');
    });
    vi.stubGlobal('localStorage', { getItem: () => null, setItem: full, removeItem: () => {} });
    const storage = open('always');
    storage.set('draft:1', 'more');
    expect(full).toHaveBeenCalledOnce();
    expect(storage.get('draft:1')).toBe('more');
    storage.set('draft:1', undefined);
    expect(storage.get('draft:1')).toBeUndefined();
  });
});
