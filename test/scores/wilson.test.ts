import fc from 'fast-check';
import jstat from 'jstat';
import { describe, expect, test } from 'vitest';
import { answersNeeded, wilson, z95 } from '../../api/scores/wilson.ts';

describe('the Wilson interval', () => {
  test('uses the quantile of the normal distribution', () => {
    expect(z95).toBeCloseTo(jstat.normal.inv(0.975, 0, 1), 9);
  });

  // Newcombe 1998, table I, to its four digits.
  test.each([
    { x: 81, n: 263, low: 0.2553, high: 0.3662 },
    { x: 0, n: 20, low: 0, high: 0.1611 },
    { x: 1, n: 29, low: 0.0061, high: 0.1718 },
  ])('has the published ends for $x of $n', ({ x, n, low, high }) => {
    const interval = wilson(x, n);
    expect(Number(interval.low.toFixed(4))).toBe(low);
    expect(Number(interval.high.toFixed(4))).toBe(high);
  });

  // R's package binom.
  test.each([
    { x: 18, n: 20, low: 0.698966, high: 0.972134 },
    { x: 4, n: 20, low: 0.080658, high: 0.416017 },
  ])('agrees with R for $x of $n', ({ x, n, low, high }) => {
    const interval = wilson(x, n);
    expect(interval.low).toBeCloseTo(low, 6);
    expect(interval.high).toBeCloseTo(high, 6);
  });

  test('ends where the score test would just not reject', () => {
    fc.assert(
      fc.property(someAnswers, ({ x, n }) => {
        const ends = Object.values(wilson(x, n)).filter((p) => p > 0 && p < 1);
        for (const p of ends) {
          expect(Math.abs(x / n - p) / Math.sqrt((p * (1 - p)) / n)).toBeCloseTo(z95, 5);
        }
      }),
    );
  });

  test('holds the share itself, within 0 and 1, and mirrors its opposite', () => {
    fc.assert(
      fc.property(someAnswers, ({ x, n }) => {
        const { low, high } = wilson(x, n);
        const opposite = wilson(n - x, n);
        expect(0 <= low && low <= x / n && x / n <= high && high <= 1).toBe(true);
        expect(opposite.low).toBeCloseTo(1 - high, 12);
        expect(opposite.high).toBeCloseTo(1 - low, 12);
      }),
    );
  });

  test('is never without width, even where all agree', () => {
    expect(wilson(5, 5).low).toBeLessThan(0.6);
    expect(wilson(5, 5).high).toBe(1);
  });
});

describe('the number of answers needed', () => {
  test.each([
    { share: 0.5, halfWidth: 0.1, n: 93 },
    { share: 0.8, halfWidth: 0.1, n: 60 },
    { share: 0.5, halfWidth: 0.05, n: 381 },
    { share: 0.8, halfWidth: 0.05, n: 245 },
  ])('is $n for ± $halfWidth around $share', ({ share, halfWidth, n }) => {
    expect(answersNeeded(share, halfWidth)).toBe(n);
  });

  test('is the first that is enough', () => {
    const widthOf = (n: number) => wilson(0.8 * n, n).high - wilson(0.8 * n, n).low;
    const n = answersNeeded(0.8, 0.1);
    expect(widthOf(n)).toBeLessThanOrEqual(0.2);
    expect(widthOf(n - 1)).toBeGreaterThan(0.2);
  });
});

const someAnswers = fc
  .tuple(fc.integer({ min: 0, max: 5000 }), fc.integer({ min: 0, max: 5000 }))
  .filter(([a, b]) => a + b > 0)
  .map(([x, rest]) => ({ x, n: x + rest }));
