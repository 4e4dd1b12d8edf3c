import type { Db } from '../db/database.ts';
import { dialectOf } from '../db/dialect.ts';
import type { Schema } from '../db/schema/schema.ts';

/** A table whose rows belong to a project. */
type TenantTable = {
  [Table in keyof Schema]: 'project_id' extends keyof Schema[Table] ? Table : never;
}[keyof Schema];

/** The number of rows removed, by table; tables without any are left out. */
export type RemovedRows = Partial<Record<TenantTable | 'project', number>>;

/**
 * Every table whose rows belong to a project, in the order of deletion: those that refer to others
 * first. The type requires all of them, so that a new table cannot be forgotten.
 */
const tenantTables: Record<TenantTable, true> = {
  tally: true,
  tally_total: true,
  response_revision: true,
  response: true,
  exposure_tally: true,
  exposure: true,
  network_rater: true,
  network_count: true,
  held_group: true,
  visitor_alias: true,
  visitor: true,
  note: true,
  release_revision: true,
  release: true,
  survey_version: true,
  survey: true,
  outbox: true,
  audit_entry: true,
  idempotency_key: true,
  token_key: true,
  api_key: true,
  key_project: true,
  sighting: true,
  invitation: true,
  member: true,
};

export async function findGeneratedRow(db: Db, slug: string) {
  return db
    .selectFrom('project')
    .select(['id', 'slug', 'public_key as publicKey', 'generated'])
    .where('slug', '=', slug)
    .executeTakeFirst();
}

/** Returns false if the project does not exist or was not generated. */
export async function updateGenerated(
  trx: Db,
  id: string,
  generated: 'filling' | 'whole',
): Promise<boolean> {
  const { numUpdatedRows } = await trx
    .updateTable('project')
    .set({ generated })
    .where('id', '=', id)
    .where('generated', 'is not', null)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/**
 * Locks the rows that new rows of the project would refer to: an answer that arrives during the
 * removal waits for it, and then finds them gone. On SQLite, the transaction itself is the lock.
 */
export async function lockTenant(trx: Db, projectId: string): Promise<void> {
  if (dialectOf(trx) === 'sqlite') return;
  await trx.selectFrom('project').select('id').where('id', '=', projectId).forUpdate().execute();
  for (const table of ['visitor', 'release', 'response'] as const) {
    const rows = trx.selectFrom(table).select('id').where('project_id', '=', projectId);
    await rows.orderBy('id').forUpdate().execute();
  }
}

/** Deletes every row of a generated project, and the project itself. */
export async function deleteTenant(trx: Db, projectId: string): Promise<RemovedRows> {
  const removed: RemovedRows = {};
  for (const table of Object.keys(tenantTables) as TenantTable[]) {
    const query = trx.deleteFrom(table).where('project_id', '=', projectId);
    const { numDeletedRows } = await query.executeTakeFirstOrThrow();
    if (numDeletedRows > 0n) removed[table] = Number(numDeletedRows);
  }
  const project = trx.deleteFrom('project').where('id', '=', projectId);
  const { numDeletedRows } = await project
    .where('generated', 'is not', null)
    .executeTakeFirstOrThrow();
  return { ...removed, project: Number(numDeletedRows) };
}
