import { countableStandings } from '../../contract/vocabulary.ts';
import type { Db } from '../db/database.ts';

/** By day, how many answered for the first time on it: to any edition of the release's survey. */
export async function listAnswersByDay(
  db: Db,
  projectId: string,
  releaseId: string,
  days: readonly string[],
): Promise<Map<string, number>> {
  if (days.length === 0) return new Map();
  const rows = await db
    .selectFrom('release')
    .crossJoin('survey_version')
    .crossJoin('tally')
    .select(['tally.day', (eb) => eb.fn.sum<number>('tally.count').as('count')])
    .where('release.project_id', '=', projectId)
    .where('release.id', '=', releaseId)
    .whereRef('survey_version.project_id', '=', 'release.project_id')
    .whereRef('survey_version.survey_id', '=', 'release.survey_id')
    .whereRef('tally.project_id', '=', 'release.project_id')
    .whereRef('tally.release_id', '=', 'release.id')
    .whereRef('tally.survey_id', '=', 'survey_version.survey_id')
    .whereRef('tally.survey_version', '=', 'survey_version.n')
    // Each is a place in the table's own order: other dimensions of the days are not read.
    .where('tally.day', 'in', days)
    .where('tally.dimension', '=', 'all')
    .where('tally.value', '=', '')
    .where('tally.standing', 'in', countableStandings)
    .groupBy('tally.day')
    .execute();
  return new Map(rows.map(({ day, count }) => [day, count]));
}

/** By day, how many saw the release for the first time on it. */
export async function listShownByDay(
  db: Db,
  projectId: string,
  releaseId: string,
  days: readonly string[],
): Promise<Map<string, number>> {
  if (days.length === 0) return new Map();
  const rows = await db
    .selectFrom('exposure_tally')
    .select(['day', (eb) => eb.fn.sum<number>('count').as('count')])
    .where('project_id', '=', projectId)
    .where('release_id', '=', releaseId)
    .where('kind', '=', 'shown')
    .where('day', 'in', days)
    .where('dimension', '=', 'all')
    .where('value', '=', '')
    .groupBy('day')
    .execute();
  return new Map(rows.map(({ day, count }) => [day, count]));
}
