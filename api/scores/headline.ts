import type { Headline } from '../../contract/scores.ts';
import type { ScoreDisplay } from '../../contract/vocabulary.ts';
import { wilson } from './wilson.ts';

/** How many gave a rating. */
export interface RatingCount {
  rating: number;
  count: number;
}

/** What stands beside every score: what was computed, of whom. */
export const definition =
  'The share of ratings 4 or 5 on a scale of 1 to 5 (CSAT), by visitors who saw the release, each counted once, with the latest rating given within 14 days of first seeing it. The range beside it is where the share of all such visitors lies with 95 % confidence (Wilson’s interval).';

const satisfiedFrom = 4;
const hiddenBelow = 5;
const earlyBelow = 30;

/** The CSAT headline of some ratings on 1–5, with its Wilson interval (scores: section 1 and 2). */
export function headlineOf(counts: readonly RatingCount[]): Headline {
  const n = sum(counts);
  const satisfied = sum(counts.filter(({ rating }) => rating >= satisfiedFrom));
  if (n === 0) return { n, satisfied, value: null, interval: null, display: 'hidden' };
  return {
    n,
    satisfied,
    value: satisfied / n,
    interval: wilson(satisfied, n),
    display: displayOf(n),
  };
}

/** Under 5 answers a score says more of the people than of the release; under 30 it is early. */
export function displayOf(n: number): ScoreDisplay {
  if (n < hiddenBelow) return 'hidden';
  return n < earlyBelow ? 'early' : 'normal';
}

/** Each rating of the scale from 1 to `points`, also those that nobody gave. */
export function distributionOf(counts: readonly RatingCount[], points: number): RatingCount[] {
  return Array.from({ length: points }, (_, index) => ({
    rating: index + 1,
    count: sum(counts.filter(({ rating }) => rating === index + 1)),
  }));
}

/** Σr/n, as CES 2.0 is read on 1–7. Null where nobody answered. */
export function meanRating(counts: readonly RatingCount[]): number | null {
  const n = sum(counts);
  if (n === 0) return null;
  return counts.reduce((total, { rating, count }) => total + rating * count, 0) / n;
}

/** How many there are in all. */
export function sum(counts: readonly { count: number }[]): number {
  return counts.reduce((total, { count }) => total + count, 0);
}
