import type { SelectQueryBuilder } from 'kysely';
import type { IdentityLevel, Surface } from '../../contract/vocabulary.ts';
import type { Db } from '../db/database.ts';
import { batchStatement, insertInto } from '../db/dialect.ts';
import type { Schema } from '../db/schema/schema.ts';
import { type CountRow, createCounts } from './counts.ts';

/** The key of a count of answers, except its dimension and value. */
export interface TallyKey {
  project_id: string;
  release_id: string;
  survey_id: string;
  survey_version: number;
  surface: Surface;
  standing: IdentityLevel;
  in_window: number;
  rating: number;
  slot: number;
  day: string;
}

type Total = Omit<TallyKey, 'day'>;

const totalColumns = {
  project_id: 'text',
  release_id: 'text',
  survey_id: 'text',
  survey_version: 'integer',
  surface: 'text',
  standing: 'text',
  in_window: 'integer',
  rating: 'integer',
  slot: 'integer',
  dimension: 'text',
  value: 'text',
  count: 'integer',
} as const;

const dayColumns = { ...totalColumns, day: 'text' } as const;

const addDays = batchStatement<CountRow<TallyKey>>(
  dayColumns,
  (given) => `${insertInto('tally', dayColumns, given)}
    on conflict (project_id, release_id, survey_id, survey_version, day, dimension, value,
      surface, standing, in_window, rating, slot)
    do update set count = tally.count + excluded.count`,
);

const addTotals = batchStatement<CountRow<Total>>(
  totalColumns,
  (given) => `${insertInto('tally_total', totalColumns, given)}
    on conflict (project_id, release_id, survey_id, survey_version, dimension, value,
      surface, standing, in_window, rating, slot)
    do update set count = tally_total.count + excluded.count`,
);

/** Adds to the counts by day and to the totals. Counts may be negative: an edit moves an answer. */
export async function addTallies(db: Db, days: readonly CountRow<TallyKey>[]): Promise<void> {
  const totals = createCounts<Total>();
  for (const day of days) totals.add(totalOf(day), [[day.dimension, day.value]], day.count);
  await addDays(db, days);
  await addTotals(db, totals.rows());
}

/** Lists a release's counts by day, and its totals with an empty day, for a recount. */
export async function listTallies(
  db: Db,
  projectId: string,
  releaseId: string,
): Promise<{ days: CountRow<TallyKey>[]; totals: CountRow<TallyKey>[] }> {
  const names = Object.keys(totalColumns) as (keyof typeof totalColumns)[];
  const list = (table: 'tally' | 'tally_total') =>
    db
      .selectFrom(table)
      .select(names)
      .where('project_id', '=', projectId)
      .where('release_id', '=', releaseId);
  const days = await list('tally').select('day').execute();
  const totals = await list('tally_total').execute();
  return { days, totals: totals.map((total) => ({ ...total, day: '' })) };
}

/** A query for survey versions, each with a release that carries the survey. */
type ReleaseSurveyVersions = SelectQueryBuilder<
  Schema,
  'release' | 'survey' | 'survey_version',
  object
>;

/**
 * Joins the totals of each release and version, over all dimensions, to a query. SQLite keeps the
 * order of a CROSS JOIN; with another join it would start with the tallies and read every
 * dimension.
 */
export function joinTotals(versions: ReleaseSurveyVersions) {
  return versions
    .crossJoin('tally_total')
    .whereRef('tally_total.project_id', '=', 'release.project_id')
    .whereRef('tally_total.release_id', '=', 'release.id')
    .whereRef('tally_total.survey_id', '=', 'survey_version.survey_id')
    .whereRef('tally_total.survey_version', '=', 'survey_version.n')
    .where('tally_total.dimension', '=', 'all')
    .where('tally_total.value', '=', '');
}

/** Joins the counts of these days, over all dimensions, to a query, as `joinTotals` does. */
export function joinDays(versions: ReleaseSurveyVersions, days: readonly string[]) {
  return (
    versions
      .crossJoin('tally')
      .whereRef('tally.project_id', '=', 'release.project_id')
      .whereRef('tally.release_id', '=', 'release.id')
      .whereRef('tally.survey_id', '=', 'survey_version.survey_id')
      .whereRef('tally.survey_version', '=', 'survey_version.n')
      // Each day is one range of the clustered table: other dimensions of the days are not read.
      .where('tally.day', 'in', days)
      .where('tally.dimension', '=', 'all')
      .where('tally.value', '=', '')
  );
}

function totalOf(key: TallyKey): Total {
  return {
    project_id: key.project_id,
    release_id: key.release_id,
    survey_id: key.survey_id,
    survey_version: key.survey_version,
    surface: key.surface,
    standing: key.standing,
    in_window: key.in_window,
    rating: key.rating,
    slot: key.slot,
  };
}
