import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { retryDelayMs } from '../../../widget/queue/backoff.ts';

const minute = 60_000;
const failures = fc.nat({ max: 5000 });
const luck = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

describe('the wait before the next try', () => {
  test.each([
    [0, 1000],
    [1, 2000],
    [5, 32_000],
    [10, 1024_000],
    [11, 30 * minute],
    [2000, 30 * minute],
  ])('after %i failures is anything up to %i ms', (count, ceilingMs) => {
    expect(retryDelayMs(count, 0, () => 0)).toBe(0);
    expect(retryDelayMs(count, 0, () => 0.5)).toBe(ceilingMs / 2);
  });

  test('is never above 30 minutes where the server asked for nothing', () => {
    fc.assert(
      fc.property(failures, luck, (count, random) => {
        const waitMs = retryDelayMs(count, 0, () => random);
        expect(waitMs).toBeGreaterThanOrEqual(0);
        expect(waitMs).toBeLessThanOrEqual(30 * minute);
      }),
    );
  });

  test('is never shorter than the server asked for, and fits what a timer can count', () => {
    fc.assert(
      fc.property(failures, fc.double({ noNaN: true }), luck, (count, pauseMs, random) => {
        const waitMs = retryDelayMs(count, pauseMs, () => random);
        expect(waitMs).toBeGreaterThanOrEqual(Math.min(pauseMs, 24 * 60 * minute));
        expect(waitMs).toBeLessThan(2 ** 31);
      }),
    );
  });

  test('spreads widgets that failed together over the whole of it', () => {
    const waits = Array.from({ length: 1000 }, () => retryDelayMs(6, 0));
    expect(Math.min(...waits)).toBeLessThan(6400);
    expect(Math.max(...waits)).toBeGreaterThan(57_600);
  });
});
