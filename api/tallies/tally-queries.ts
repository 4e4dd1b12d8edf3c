import type { Standing, Surface } from '../../contract/vocabulary.ts';
import type { Db } from '../db/database.ts';
import { batchStatement, insertInto } from '../db/dialect.ts';
import { type Counted, createCounts } from './counts.ts';

/** What a count of answers is about. */
export interface TallyKey {
  project_id: string;
  release_id: string;
  survey_id: string;
  survey_version: number;
  surface: Surface;
  standing: Standing;
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

const addDays = batchStatement<Counted<TallyKey>>(
  dayColumns,
  (given) => `${insertInto('tally', dayColumns, given)}
    on conflict (project_id, release_id, survey_id, survey_version, day, dimension, value,
      surface, standing, in_window, rating, slot)
    do update set count = tally.count + excluded.count`,
);

const addTotals = batchStatement<Counted<Total>>(
  totalColumns,
  (given) => `${insertInto('tally_total', totalColumns, given)}
    on conflict (project_id, release_id, survey_id, survey_version, dimension, value,
      surface, standing, in_window, rating, slot)
    do update set count = tally_total.count + excluded.count`,
);

/** Adds to the counts by day and to the totals. A count may be negative: an edit moves an answer. */
export async function addTallies(db: Db, days: readonly Counted<TallyKey>[]): Promise<void> {
  const totals = createCounts<Total>();
  for (const day of days) totals.add(totalOf(day), [[day.dimension, day.value]], day.count);
  await addDays(db, days);
  await addTotals(db, totals.rows());
}

/** The counts by day of a release, and its totals with no day: for a recount. */
export async function listTallies(
  db: Db,
  projectId: string,
  releaseId: string,
): Promise<{ days: Counted<TallyKey>[]; totals: Counted<TallyKey>[] }> {
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
