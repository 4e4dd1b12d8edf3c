import { sql } from 'kysely';
import type { Reach } from '../../contract/releases.ts';
import { surveyDefinition } from '../../contract/surveys.ts';
import type { Standing, Surface } from '../../contract/vocabulary.ts';
import type { Db } from '../db/database.ts';
import type { RatingCount } from './headline.ts';

/** The survey of a release's score: the newest edition of the one that the release carries. */
export interface ScoredSurvey {
  id: string;
  version: number;
  points: number;
  /** Ids of those that are answered by choices. */
  questions: string[];
}

/** How many answers there are of one kind. */
export interface AnswerCount extends RatingCount {
  surveyVersion: number;
  surface: Surface;
  standing: Standing;
  inWindow: boolean;
}

/**
 * The answers that count, by release: given in time, to the newest edition of the release's survey,
 * by visitors of these standings. The tallies are clustered by their key, of which every part up to
 * `value` is named here: the cost does not grow with the answers.
 */
export async function listRatingCounts(
  db: Db,
  projectId: string,
  releaseIds: readonly string[],
  standings: readonly Standing[],
): Promise<Map<string, RatingCount[]>> {
  if (releaseIds.length === 0) return new Map();
  const rows = await tallied(db, projectId, releaseIds)
    .where('survey_version.n', '=', (newest) =>
      newest
        .selectFrom('survey_version as other')
        .select((eb) => eb.fn.max('other.n').as('n'))
        .whereRef('other.project_id', '=', 'survey_version.project_id')
        .whereRef('other.survey_id', '=', 'survey_version.survey_id'),
    )
    .where('tally_total.standing', 'in', standings)
    .where('tally_total.in_window', '=', 1)
    .select(['release.id', 'tally_total.rating', countSum])
    .groupBy(['release.id', 'tally_total.rating'])
    .execute();
  const counts = new Map<string, RatingCount[]>();
  for (const { id, rating, count } of rows) {
    const known = counts.get(id);
    if (known) known.push({ rating, count });
    else counts.set(id, [{ rating, count }]);
  }
  return counts;
}

/** All answers about a release to any edition of its survey, except quarantined ones. */
export async function listAnswerCounts(
  db: Db,
  projectId: string,
  releaseId: string,
): Promise<AnswerCount[]> {
  const kinds = ['surface', 'standing', 'in_window', 'rating'] as const;
  const rows = await tallied(db, projectId, [releaseId])
    .select(['survey_version.n', ...kinds, countSum])
    .groupBy(['survey_version.n', ...kinds])
    .execute();
  return rows.map(({ n, in_window, ...row }) => ({
    ...row,
    surveyVersion: n,
    inWindow: in_window === 1,
  }));
}

/** Undefined where the release carries none: imported ones do not. */
export async function findScoredSurvey(
  db: Db,
  projectId: string,
  releaseId: string,
): Promise<ScoredSurvey | undefined> {
  const row = await db
    .selectFrom('release')
    .innerJoin('survey_version', (join) =>
      join
        .onRef('survey_version.project_id', '=', 'release.project_id')
        .onRef('survey_version.survey_id', '=', 'release.survey_id'),
    )
    .select(['survey_version.survey_id as id', 'survey_version.n as version', 'definition'])
    .where('release.project_id', '=', projectId)
    .where('release.id', '=', releaseId)
    .orderBy('survey_version.n', 'desc')
    .executeTakeFirst();
  if (!row) return undefined;
  const { points, questions } = surveyDefinition.parse(JSON.parse(row.definition));
  const choices = questions.filter(({ kind }) => kind === 'choices');
  return { id: row.id, version: row.version, points, questions: choices.map(({ id }) => id) };
}

/**
 * Distinct visitors by release, each counted once by each kind of exposure; what nobody did is not in
 * it. The dimension is a literal, so that the partial index is found.
 */
export async function listExposureCounts(
  db: Db,
  projectId: string,
  releaseIds: readonly string[],
): Promise<Map<string, Partial<Reach>>> {
  if (releaseIds.length === 0) return new Map();
  const rows = await db
    .selectFrom('exposure_tally')
    .select(['release_id', 'kind', (eb) => eb.fn.sum<number>('count').as('count')])
    .where('project_id', '=', projectId)
    .where('release_id', 'in', releaseIds)
    .where('kind', 'in', ['shown', 'read'])
    .where('dimension', '=', sql.lit('all'))
    .groupBy(['release_id', 'kind'])
    .execute();
  const counts = new Map<string, Partial<Reach>>();
  for (const { release_id, kind, count } of rows) {
    counts.set(release_id, { ...counts.get(release_id), [kind]: count });
  }
  return counts;
}

/** Quarantined answers are in no tally. The 1 is a literal, so that the partial index is found. */
export async function countQuarantined(
  db: Db,
  projectId: string,
  releaseId: string,
): Promise<number> {
  const { count } = await db
    .selectFrom('response')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('project_id', '=', projectId)
    .where('release_id', '=', releaseId)
    .where('quarantined', '=', sql.lit(1))
    .executeTakeFirstOrThrow();
  return count;
}

/** Answers about a release by visitors whose groups wait for a decision. Reads indexes alone. */
export async function countHeldBack(db: Db, projectId: string, releaseId: string): Promise<number> {
  const { count } = await db
    .selectFrom('held_group')
    .innerJoin('response', (join) =>
      join
        .onRef('response.project_id', '=', 'held_group.project_id')
        .onRef('response.held_group', '=', 'held_group.id'),
    )
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('held_group.project_id', '=', projectId)
    .where('held_group.state', '=', 'held')
    .where('response.release_id', '=', releaseId)
    .executeTakeFirstOrThrow();
  return count;
}

const countSum = sql<number>`sum(tally_total.count)`.as('count');

/**
 * The totals of these releases, by edition of the survey that each carries. The joins are written as
 * CROSS JOIN because SQLite keeps their order: left to itself it begins with the tallies, of which it
 * then reads every dimension.
 */
function tallied(db: Db, projectId: string, releaseIds: readonly string[]) {
  return db
    .selectFrom('release')
    .crossJoin('survey_version')
    .crossJoin('tally_total')
    .where('release.project_id', '=', projectId)
    .where('release.id', 'in', releaseIds)
    .whereRef('survey_version.project_id', '=', 'release.project_id')
    .whereRef('survey_version.survey_id', '=', 'release.survey_id')
    .whereRef('tally_total.project_id', '=', 'release.project_id')
    .whereRef('tally_total.release_id', '=', 'release.id')
    .whereRef('tally_total.survey_id', '=', 'survey_version.survey_id')
    .whereRef('tally_total.survey_version', '=', 'survey_version.n')
    .where('tally_total.dimension', '=', 'all')
    .where('tally_total.value', '=', '');
}
