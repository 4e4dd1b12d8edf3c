// @vitest-environment happy-dom
import { afterEach, describe, expect, test, vi } from 'vitest';
import type { ScriptTag } from '../../../widget/loader/tag.ts';
import { readSettings } from '../../../widget/shell/settings.ts';

const tag = (said: Partial<ScriptTag> = {}): ScriptTag => ({
  project: 'pk_test',
  server: 'https://notes.example.com',
  locale: 'en',
  ...said,
});
const noTheme = () => undefined;

afterEach(() => vi.restoreAllMocks());

describe('the attributes of the script', () => {
  test('mean the usual where they are missing', () => {
    expect(readSettings(tag(), noTheme)).toMatchObject({
      position: 'bottom-end',
      theme: 'auto',
      storage: 'act',
    });
  });

  test('fall back where they mean nothing, in silence unless the page debugs', () => {
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
    expect(readSettings(tag({ theme: 'blue' }), noTheme).theme).toBe('auto');
    expect(warn).not.toHaveBeenCalled();
    readSettings(tag({ theme: 'blue', debug: '' }), noTheme);
    expect(warn).toHaveBeenCalledOnce();
  });

  test('name the corner before the project’s theme does', () => {
    const theme = () => ({ corner: 'top-start' }) as const;
    expect(readSettings(tag(), theme).position).toBe('top-start');
    expect(readSettings(tag({ position: 'bottom-start' }), theme).position).toBe('bottom-start');
  });
});
