import type { ExposureKind } from '../../contract/vocabulary.ts';
import type { Db } from '../db/database.ts';
import { batchStatement, type InputJoin, insertInto } from '../db/dialect.ts';
import type { Schema } from '../db/schema/schema.ts';
import {
  idReplacementColumns,
  type VisitorIdReplacement,
} from '../visitors/alias-hashing-queries.ts';

/** The first event of one kind between a visitor and a release. */
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

/** Without `quarantined`, which only `held-queries.ts` writes. */
type Row = Omit<Schema['exposure'], 'quarantined'>;

const exposureColumns = {
  project_id: 'text',
  visitor_id: 'text',
  release_id: 'text',
  kind: 'text',
  first_at: 'text',
  ran_version: 'text',
  buckets: 'text',
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

const updateVisitors = batchStatement<VisitorIdReplacement>(
  idReplacementColumns,
  (given) => `update exposure set visitor_id = given.new_id from ${given.table}
    where exposure.project_id = given.project_id and exposure.visitor_id = given.old_id`,
);

/** Joins the releases shown to a given visitor, as `e`, to a statement over given rows. */
export const shownReleases: InputJoin = {
  table: 'exposure as e',
  condition: `e.project_id = given.project_id and e.visitor_id = given.visitor_id
      and e.kind = 'shown'`,
};

/** Lists the stored exposures of these pairs, without their version and buckets. */
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

/** Inserts exposures. Throws an Error if one of them is already stored. */
export async function insertExposures(db: Db, exposures: readonly Exposure[]): Promise<void> {
  const { numAffectedRows } = await insert(db, exposures.map(toRow));
  if (Number(numAffectedRows) !== exposures.length)
    throw new Error('An exposure is already stored.');
}

/** Implements `ReplaceVisitorIds` for exposures. */
export async function updateExposureVisitors(
  trx: Db,
  moves: readonly VisitorIdReplacement[],
): Promise<void> {
  await updateVisitors(trx, moves);
}

/** Lists all exposures to a release, and whether each is left out of the tallies, for a recount. */
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

/** Converts a stored row. */
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
