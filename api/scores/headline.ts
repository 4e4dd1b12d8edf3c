import type { Headline } from '../../contract/scores.ts';
import { type RatingScale, ratingsOf } from '../../contract/survey-kinds.ts';
import type { ScoreDisplay } from '../../contract/vocabulary.ts';
import { wilson } from './wilson.ts';

/** The number of visitors who gave a rating. */
export interface RatingCount {
  rating: number;
  count: number;
}

const noScore =
  'This version of Tidings does not support this kind of survey. It shows how often each rating was given, but no score.';

const hiddenBelow = 5;
const earlyBelow = 30;

/** Returns the definition that is shown beside every score. Without a scale, there is no score. */
export function definitionOf(scale: RatingScale | undefined): string {
  if (!scale) return noScore;
  return `The share of ${scale.measure} from visitors who saw the release. Each visitor counts once, with the latest rating given within 14 days of first seeing the release. The range is the 95% confidence interval (Wilson).`;
}

/**
 * Returns the share of satisfied ratings with its Wilson interval (docs/scores.md). Without a
 * scale, for a kind that is not known, only `n` is set.
 */
export function headlineOf(
  counts: readonly RatingCount[],
  scale: RatingScale | undefined,
): Headline {
  const n = sum(counts);
  if (!scale || n === 0) return { n, satisfied: 0, value: null, interval: null, display: 'hidden' };
  const satisfied = sum(counts.filter(({ rating }) => rating >= scale.satisfiedFrom));
  return {
    n,
    satisfied,
    value: satisfied / n,
    interval: wilson(satisfied, n),
    display: displayOf(n),
  };
}

/** Below 5 answers, a score says more about the people than the release; below 30 it is early. */
export function displayOf(n: number): ScoreDisplay {
  if (n < hiddenBelow) return 'hidden';
  return n < earlyBelow ? 'early' : 'normal';
}

/** Counts each rating of the scale, including zero; without a scale, each rating that was given. */
export function distributionOf(
  counts: readonly RatingCount[],
  scale: RatingScale | undefined,
): RatingCount[] {
  const given = new Set(counts.map(({ rating }) => rating));
  const ratings = scale ? ratingsOf(scale) : [...given].sort((a, b) => a - b);
  return ratings.map((rating) => ({
    rating,
    count: sum(counts.filter((one) => one.rating === rating)),
  }));
}

/** Returns the mean rating, Σr/n, as CES 2.0 uses it on 1–7. Null if there are no ratings. */
export function meanRating(counts: readonly RatingCount[]): number | null {
  const n = sum(counts);
  if (n === 0) return null;
  return counts.reduce((total, { rating, count }) => total + rating * count, 0) / n;
}

/** Returns the sum of the counts. */
export function sum(counts: readonly { count: number }[]): number {
  return counts.reduce((total, { count }) => total + count, 0);
}
