import type { ExposureKind } from '../../contract/vocabulary.ts';
import type { Db } from '../db/connect.ts';
import type { Counted } from '../db/counts.ts';
import { batchStatement, insertInto } from '../db/dialect.ts';
import type { Schema } from '../db/schema.ts';

/** That a visitor and a release met in one way, for the first time. */
export interface Exposure {
  projectId: string;
  visitorId: string;
  releaseId: string;
  kind: ExposureKind;
  firstAt: string;
  ranVersion: string | null;
  /** JSON: dimension → value. */
  buckets: string;
}

/** `quarantined` is written by `held-queries.ts` alone. */
type Row = Omit<Schema['exposure'], 'quarantined'>;

/** What a count of exposures is about. */
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

const exposureColumns = {
  project_id: 'text',
  visitor_id: 'text',
  release_id: 'text',
  kind: 'text',
  first_at: 'text',
  ran_version: 'text',
  buckets: 'text',
} as const;

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

const find = batchStatement<
  { project_id: string; visitor_id: string; release_id: string },
  Omit<Exposure, 'ranVersion' | 'buckets'>
>(
  { project_id: 'text', visitor_id: 'text', release_id: 'text' },
  (given) => `select e.project_id as "projectId", e.visitor_id as "visitorId",
      e.release_id as "releaseId", e.kind as kind, e.first_at as "firstAt"
    from ${given.table} cross join exposure as e
    where e.project_id = given.project_id and e.visitor_id = given.visitor_id
      and e.release_id = given.release_id`,
);

const insert = batchStatement(
  exposureColumns,
  (given) => `${insertInto('exposure', exposureColumns, given)} on conflict do nothing`,
);

const add = batchStatement<Counted<ExposureTallyKey>>(
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

/** What is stored of these visitors and releases, except under what it was counted. */
export async function listExposures(
  db: Db,
  pairs: readonly { projectId: string; visitorId: string; releaseId: string }[],
): Promise<Omit<Exposure, 'ranVersion' | 'buckets'>[]> {
  const keys = pairs.map(({ projectId, visitorId, releaseId }) => ({
    project_id: projectId,
    visitor_id: visitorId,
    release_id: releaseId,
  }));
  return (await find(db, keys)).rows;
}

/** Inserts exposures of which none is stored. Throws an Error where one was, after all. */
export async function insertExposures(db: Db, exposures: readonly Exposure[]): Promise<void> {
  const { numAffectedRows } = await insert(db, exposures.map(toRow));
  if (Number(numAffectedRows) !== exposures.length)
    throw new Error('An exposure was there before.');
}

export async function addExposureTallies(
  db: Db,
  counts: readonly Counted<ExposureTallyKey>[],
): Promise<void> {
  await add(db, counts);
}

/** The values under which anything about these releases is counted, answers included. */
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

/** All exposures to a release, and whether each is left out of the tallies: for a recount. */
export async function listReleaseExposures(
  db: Db,
  projectId: string,
  releaseId: string,
): Promise<(Exposure & { quarantined: boolean })[]> {
  const rows = await db
    .selectFrom('exposure')
    .selectAll()
    .where('project_id', '=', projectId)
    .where('release_id', '=', releaseId)
    .execute();
  return rows.map((row) => ({ ...toExposure(row), quarantined: row.quarantined === 1 }));
}

export async function listExposureTallies(
  db: Db,
  projectId: string,
  releaseId: string,
): Promise<Counted<ExposureTallyKey>[]> {
  return db
    .selectFrom('exposure_tally')
    .select(['project_id', 'release_id', 'kind', 'day', 'slot', 'dimension', 'value', 'count'])
    .where('project_id', '=', projectId)
    .where('release_id', '=', releaseId)
    .execute();
}

/** Every release that was ever published, and from when on it can be seen: null once it was. */
export async function listOpenings(db: Db, projectId: string): Promise<Map<string, string | null>> {
  const rows = await db
    .selectFrom('release')
    .select(['id', 'publish_at', 'published_at'])
    .where('project_id', '=', projectId)
    .where('state', '!=', 'draft')
    .execute();
  return new Map(rows.map((row) => [row.id, row.published_at ? null : row.publish_at]));
}

/** A stored row as the rules read it. */
export function toExposure(row: Row): Exposure {
  return {
    projectId: row.project_id,
    visitorId: row.visitor_id,
    releaseId: row.release_id,
    kind: row.kind,
    firstAt: row.first_at,
    ranVersion: row.ran_version,
    buckets: row.buckets,
  };
}

function toRow(exposure: Exposure): Row {
  return {
    project_id: exposure.projectId,
    visitor_id: exposure.visitorId,
    release_id: exposure.releaseId,
    kind: exposure.kind,
    first_at: exposure.firstAt,
    ran_version: exposure.ranVersion,
    buckets: exposure.buckets,
  };
}
