import type { Score } from '../../contract/scores.ts';
import { type RatingScale, ratingScales } from '../../contract/survey-kinds.ts';

/**
 * The scale of a report's ratings. The report does not name the kind of survey, but no two kinds
 * have the same scale. Undefined if the server did not know the kind: it then counts ratings but
 * has no score.
 */
export function findScale({ distribution, headline }: Score): RatingScale | undefined {
  if (headline.n > 0 && headline.value === null) return undefined;
  const [lowest, highest] = [distribution[0]?.rating, distribution.at(-1)?.rating];
  return Object.values(ratingScales).find(
    (scale) => scale.lowest === lowest && scale.highest === highest,
  );
}

/** Whether these ratings have faces and labels: there are five of each, for CSAT. */
export function hasFaces(score: Score): boolean {
  return findScale(score) === ratingScales.csat;
}
