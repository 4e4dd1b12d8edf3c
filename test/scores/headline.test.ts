import { describe, expect, test } from 'vitest';
import { displayOf, distributionOf, headlineOf, meanRating } from '../../api/scores/headline.ts';
import { ratingScales } from '../../contract/survey-kinds.ts';

const { csat } = ratingScales;
const given = (...counts: number[]) => counts.map((count, index) => ({ rating: index + 1, count }));

describe('the headline score', () => {
  test('is the share of fours and fives, with its interval', () => {
    expect(headlineOf(given(1, 1, 0, 8, 10), csat)).toEqual({
      n: 20,
      satisfied: 18,
      value: 0.9,
      interval: { low: expect.closeTo(0.698966, 6), high: expect.closeTo(0.972134, 6) },
      display: 'early',
    });
  });

  test('is nothing, rather than zero, where nobody answered', () => {
    expect(headlineOf([], csat)).toEqual({
      n: 0,
      satisfied: 0,
      value: null,
      interval: null,
      display: 'hidden',
    });
  });

  test.each([
    { n: 4, display: 'hidden' },
    { n: 5, display: 'early' },
    { n: 29, display: 'early' },
    { n: 30, display: 'normal' },
  ])('is $display with $n answers', ({ n, display }) => {
    expect(displayOf(n)).toBe(display);
  });
});

describe('the distribution', () => {
  test('names each rating of the scale, also those that nobody gave', () => {
    const counts = [
      { rating: 5, count: 2 },
      { rating: 2, count: 1 },
      { rating: 5, count: 1 },
    ];
    expect(distributionOf(counts, csat).map(({ count }) => count)).toEqual([0, 1, 0, 0, 3]);
  });
});

describe('the mean rating', () => {
  test('is CES 2.0 on a scale of seven', () => {
    expect(meanRating(given(80, 210, 140, 110, 160, 180, 120))).toBeCloseTo(4.08, 12);
  });

  test('is nothing where nobody answered', () => {
    expect(meanRating(given(0, 0))).toBeNull();
  });
});
