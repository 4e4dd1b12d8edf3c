import { describe, expect, test } from 'vitest';
import { createProtection, isSealed } from '../../../api/db/instance/protection.ts';

const now = 'the current secret of the tests, long enough';
const before = 'the previous secret of the tests, long enough';

describe('keys derived from the secret', () => {
  test('differ by purpose and by secret, and none is the secret', () => {
    const { derive } = createProtection([now, before]);
    const keys = [derive('session cookies'), derive('token keys'), derive('secret check')].flat();
    expect(new Set([...keys, now, before]).size).toBe(8);
    expect(createProtection([before]).derive('token keys')[0]).toBe(derive('token keys')[1]);
  });
});

describe('a sealed text', () => {
  const { seal, open } = createProtection([now]);
  const sealed = seal('a token key', 'row 1');

  test('opens under its secret, whether that is the current or a previous one', () => {
    expect(open(sealed, 'row 1')).toEqual({ text: 'a token key', isCurrent: true });
    const rotated = createProtection([before, now]);
    expect(rotated.open(sealed, 'row 1')).toEqual({ text: 'a token key', isCurrent: false });
  });

  test('opens in no other place, under no other secret, and not if it was changed', () => {
    expect(open(sealed, 'row 2')).toBeUndefined();
    expect(createProtection([before]).open(sealed, 'row 1')).toBeUndefined();
    const other = sealed.at(-3) === 'A' ? 'B' : 'A';
    expect(open(sealed.slice(0, -3) + other + sealed.slice(-2), 'row 1')).toBeUndefined();
    expect(open('sealed:', 'row 1')).toBeUndefined();
  });

  test('is told from a token key that version 0.1.0 stored as it was', () => {
    expect(isSealed(sealed)).toBe(true);
    expect(isSealed('Zm9vYmFyZm9vYmFyZm9vYmFyZm9vYmFyZm9vYmFyZm8')).toBe(false);
  });
});
