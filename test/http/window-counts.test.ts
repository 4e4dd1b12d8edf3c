import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createWindowCounts } from '../../api/http/window-counts.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('counts in windows', () => {
  test('start again when the window of a key is over', () => {
    const counts = createWindowCounts(60);
    expect(counts.add('a')).toEqual({ count: 1, msLeft: 60_000 });
    vi.advanceTimersByTime(59_999);
    expect(counts.add('a')).toEqual({ count: 2, msLeft: 1 });
    vi.advanceTimersByTime(1);
    expect(counts.add('a')).toEqual({ count: 1, msLeft: 60_000 });
  });

  test('can be taken back, one by one and all of a key', () => {
    const counts = createWindowCounts(60);
    counts.add('a');
    expect(counts.add('a', -1).count).toBe(0);
    counts.add('a');
    counts.reset('a');
    expect(counts.add('a').count).toBe(1);
  });

  test('remember no more keys than they may, however many addresses come', () => {
    const counts = createWindowCounts(60, 1000);
    for (let n = 0; n < 20_000; n += 1) counts.add(`address ${n}`);
    expect(counts.size).toBeLessThanOrEqual(1000);
  });

  test('forget the light keys and never a heavy one', () => {
    const counts = createWindowCounts(60, 1000);
    for (let n = 0; n < 100; n += 1) counts.add('heavy');
    for (let n = 0; n < 20_000; n += 1) counts.add(`address ${n}`);
    expect(counts.add('heavy').count).toBe(101);
  });

  test('forget ended windows first', () => {
    const counts = createWindowCounts(60, 1000);
    for (let n = 0; n < 1000; n += 1) counts.add(`old ${n}`);
    vi.advanceTimersByTime(60_000);
    for (let n = 0; n < 500; n += 1) counts.add(`new ${n}`);
    expect(counts.add('new 0').count).toBe(2);
  });

  test('bound the memory even if all keys are heavy', () => {
    const counts = createWindowCounts(60, 100);
    for (let n = 0; n < 1000; n += 1) counts.add(`address ${n % 500}`, 1000);
    expect(counts.size).toBeLessThanOrEqual(100);
  });
});
