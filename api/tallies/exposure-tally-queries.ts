import { sql } from 'kysely';
import type { Reach } from '../../contract/releases.ts';
import type { ExposureKind } from '../../contract/vocabulary.ts';
import type { Db } from '../db/database.ts';
import { batchStatement, insertInto } from '../db/dialect.ts';
import type { CountRow } from './counts.ts';

/** The key of a count of exposures, except its dimension and value. */
export interface ExposureTallyKey {
  project_id: string;
  release_id: string;
  kind: ExposureKind;
  day: string;
  slot: number;
}

interface TalliedValue {
  projectId: string;
  releaseId: string;
  dimension: string;
  value: string;
}

const tallyColumns = {
  project_id: 'text',
  release_id: 'text',
  kind: 'text',
  day: 'text',
  dimension: 'text',
  value: 'text',
  slot: 'integer',
  count: 'integer',
} as const;

const add = batchStatement<CountRow<ExposureTallyKey>>(
  tallyColumns,
  (given) => `${insertInto('exposure_tally', tallyColumns, given)}
    on conflict (project_id, release_id, kind, day, dimension, value, slot)
    do update set count = exposure_tally.count + excluded.count`,
);

const listValues = batchStatement<{ project_id: string; release_id: string }, TalliedValue>(
  { project_id: 'text', release_id: 'text' },
  (given) => `with wanted as (select * from ${given.table})
    select e.project_id as "projectId", e.release_id as "releaseId", e.dimension, e.value
    from wanted cross join exposure_tally as e
    where e.project_id = wanted.project_id and e.release_id = wanted.release_id
    union
    select t.project_id, t.release_id, t.dimension, t.value
    from wanted cross join tally_total as t
    where t.project_id = wanted.project_id and t.release_id = wanted.release_id`,
);

export async function addExposureTallies(
  db: Db,
  counts: readonly CountRow<ExposureTallyKey>[],
): Promise<void> {
  await add(db, counts);
}

/** Lists the values that exposures and answers of these releases are counted under. */
export async function listTalliedValues(
  db: Db,
  releases: readonly { projectId: string; releaseId: string }[],
): Promise<TalliedValue[]> {
  const keys = releases.map(({ projectId, releaseId }) => [projectId, releaseId] as const);
  const distinct = new Map(keys.map((key) => [key.join(), key]));
  const rows = [...distinct.values()].map(([project_id, release_id]) => ({
    project_id,
    release_id,
  }));
  return (await listValues(db, rows)).rows;
}

export async function listExposureTallies(
  db: Db,
  projectId: string,
  releaseId: string,
): Promise<CountRow<ExposureTallyKey>[]> {
  return db
    .selectFrom('exposure_tally')
    .select(['project_id', 'release_id', 'kind', 'day', 'slot', 'dimension', 'value', 'count'])
    .where('project_id', '=', projectId)
    .where('release_id', '=', releaseId)
    .execute();
}

/**
 * Counts distinct visitors by release and kind of exposure. Kinds without a visitor are left out.
 * The dimension is a literal so that the partial index is used.
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

/** Counts, by day, the visitors who were first shown the release on that day. */
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
