import { sql } from 'kysely';
import {
  countableIdentityLevels,
  type IdentityLevel,
  type Surface,
} from '../../contract/vocabulary.ts';
import type { Db } from '../db/database.ts';
import { releaseById, releasesById } from '../releases/queries.ts';
import { joinSurveyVersions, releaseSurveyVersion } from '../surveys/queries.ts';
import { joinDays, joinTotals } from '../tallies/tally-queries.ts';
import type { RatingCount } from './headline.ts';

/** The number of answers that have these properties in common. */
export interface AnswerCount extends RatingCount {
  surveyVersion: number;
  surface: Surface;
  standing: IdentityLevel;
  inWindow: boolean;
}

/** The ratings of a release that count, and the kind of its survey. */
export interface CountedRatings {
  kind: string;
  counts: RatingCount[];
}

/**
 * Counts the ratings that count, by release: given in time, to the survey version that the release
 * carries, by visitors of these identity levels. Releases without such ratings are left out. The
 * query names every part of the tallies' clustered key up to `value`, so its cost does not grow
 * with the answers.
 */
export async function listRatingCounts(
  db: Db,
  projectId: string,
  releaseIds: readonly string[],
  identityLevels: readonly IdentityLevel[],
): Promise<Map<string, CountedRatings>> {
  if (releaseIds.length === 0) return new Map();
  const rows = await releaseTotals(db, projectId, releaseIds)
    .where('survey_version.n', '=', releaseSurveyVersion)
    .where('tally_total.standing', 'in', identityLevels)
    .where('tally_total.in_window', '=', 1)
    .select(['release.id', 'survey.kind', 'tally_total.rating', countSum])
    .groupBy(['release.id', 'survey.kind', 'tally_total.rating'])
    .execute();
  const counted = new Map<string, CountedRatings>();
  for (const { id, kind, rating, count } of rows) {
    const known = counted.get(id);
    if (known) known.counts.push({ rating, count });
    else counted.set(id, { kind, counts: [{ rating, count }] });
  }
  return counted;
}

/** Counts the answers about a release to any version of its survey, except quarantined ones. */
export async function listAnswerCounts(
  db: Db,
  projectId: string,
  releaseId: string,
): Promise<AnswerCount[]> {
  const kinds = ['surface', 'standing', 'in_window', 'rating'] as const;
  const rows = await releaseTotals(db, projectId, [releaseId])
    .select(['survey_version.n', ...kinds, countSum])
    .groupBy(['survey_version.n', ...kinds])
    .execute();
  return rows.map(({ n, in_window, ...row }) => ({
    ...row,
    surveyVersion: n,
    inWindow: in_window === 1,
  }));
}

/** Counts, by day, the first answers of visitors, to any version of the release's survey. */
export async function listAnswersByDay(
  db: Db,
  projectId: string,
  releaseId: string,
  days: readonly string[],
): Promise<Map<string, number>> {
  if (days.length === 0) return new Map();
  const rows = await joinDays(joinSurveyVersions(releaseById(db, projectId, releaseId)), days)
    .select(['tally.day', (eb) => eb.fn.sum<number>('tally.count').as('count')])
    .where('tally.standing', 'in', countableIdentityLevels)
    .groupBy('tally.day')
    .execute();
  return new Map(rows.map(({ day, count }) => [day, count]));
}

const countSum = sql<number>`sum(tally_total.count)`.as('count');

/** A query for the totals of these releases, by version of the survey that each carries. */
function releaseTotals(db: Db, projectId: string, releaseIds: readonly string[]) {
  return joinTotals(joinSurveyVersions(releasesById(db, projectId, releaseIds)));
}
