import { type Insertable, type Selectable, sql, type Updateable } from 'kysely';
import type { Release, ReleaseEdit } from '../../contract/releases.ts';
import type { Db } from '../db/database.ts';
import type { Flag } from '../db/schema/flag.ts';
import type { ReleaseRow } from '../db/schema/release-schema.ts';

/** A release without its notes. */
export type ReleaseRecord = Omit<Release, 'notes'>;

export type NewRelease = Insertable<ReleaseRow>;

const rowsPerInsert = 500;

/** Returns the columns of a new release that do not depend on its content. */
export function draftRow(projectId: string, id: string, now: Date) {
  const at = now.toISOString();
  const stateColumns = {
    state: 'draft',
    imported: 0,
    yanked: 0,
    position: 0,
    revision: 1,
  } as const;
  return { project_id: projectId, id, ...stateColumns, created_at: at, updated_at: at };
}

/** Returns undefined if the project already has the version. */
export async function insertRelease(db: Db, row: NewRelease): Promise<ReleaseRecord | undefined> {
  const inserted = await db
    .insertInto('release')
    .values(row)
    .onConflict((conflict) => conflict.columns(['project_id', 'version']).doNothing())
    .returningAll()
    .executeTakeFirst();
  return inserted && toReleaseRecord(inserted);
}

export async function insertReleases(db: Db, rows: readonly NewRelease[]): Promise<void> {
  for (let at = 0; at < rows.length; at += rowsPerInsert) {
    await db
      .insertInto('release')
      .values(rows.slice(at, at + rowsPerInsert))
      .execute();
  }
}

export async function findRelease(
  db: Db,
  projectId: string,
  id: string,
): Promise<ReleaseRecord | undefined> {
  const row = await db
    .selectFrom('release')
    .selectAll()
    .where('project_id', '=', projectId)
    .where('id', '=', id)
    .executeTakeFirst();
  return row && toReleaseRecord(row);
}

/** Returns a query for one release, to join with rows that refer to it. */
export function releaseById(db: Db, projectId: string, id: string) {
  return db
    .selectFrom('release')
    .where('release.project_id', '=', projectId)
    .where('release.id', '=', id);
}

/** Returns a query for several releases, to join with rows that refer to them. */
export function releasesById(db: Db, projectId: string, ids: readonly string[]) {
  return db
    .selectFrom('release')
    .where('release.project_id', '=', projectId)
    .where('release.id', 'in', ids);
}

export async function listVersionNames(db: Db, projectId: string): Promise<string[]> {
  const query = db.selectFrom('release').select('version').where('project_id', '=', projectId);
  return (await query.execute()).map((row) => row.version);
}

/**
 * Raises the release's revision, which locks the row until the commit, and returns the release with
 * its old wording. Returns undefined if the release is gone or has another revision.
 */
export async function lockRelease(
  trx: Db,
  release: { projectId: string; releaseId: string; expected: number | '*' },
  now: string,
): Promise<ReleaseRecord | undefined> {
  const { projectId, releaseId, expected } = release;
  const row = await trx
    .updateTable('release')
    .set({ revision: sql`revision + 1`, updated_at: now })
    .where('project_id', '=', projectId)
    .where('id', '=', releaseId)
    .$if(expected !== '*', (query) => query.where('revision', '=', Number(expected)))
    .returningAll()
    .executeTakeFirst();
  return row && toReleaseRecord(row);
}

export async function updateReleaseContent(
  trx: Db,
  projectId: string,
  id: string,
  content: Omit<ReleaseEdit, 'notes'>,
): Promise<void> {
  const columns = toColumns(content);
  if (Object.keys(columns).length === 0) return;
  await trx
    .updateTable('release')
    .set(columns)
    .where('project_id', '=', projectId)
    .where('id', '=', id)
    .execute();
}

/** Deletes the release if it still has the state and revision of `before`. False if it has not. */
export async function deleteUnchangedRelease(
  trx: Db,
  projectId: string,
  before: ReleaseRecord,
): Promise<boolean> {
  const { numDeletedRows } = await trx
    .deleteFrom('release')
    .where('project_id', '=', projectId)
    .where('id', '=', before.id)
    .where('state', '=', before.state)
    .where('revision', '=', before.revision)
    .executeTakeFirst();
  return numDeletedRows > 0n;
}

/** Whether a statement failed because of a taken version: the codes of SQLite and PostgreSQL. */
export function isVersionConflict(error: unknown): boolean {
  const code = (error as { code?: unknown } | null)?.code;
  return code === 'SQLITE_CONSTRAINT_UNIQUE' || code === '23505';
}

export async function insertReleaseRevision(
  trx: Db,
  revision: { projectId: string; releaseId: string; n: number; actor: string; before: unknown },
  at: string,
): Promise<void> {
  const { projectId, releaseId, n, actor, before } = revision;
  await trx
    .insertInto('release_revision')
    .values({
      project_id: projectId,
      release_id: releaseId,
      n,
      actor,
      at,
      before: JSON.stringify(before),
    })
    .execute();
}

export function toFlag(value: boolean): Flag {
  return value ? 1 : 0;
}

function toColumns(content: Omit<ReleaseEdit, 'notes'>): Updateable<ReleaseRow> {
  const { version, title, displayDate, expiresAt, pinned, major, silent } = content;
  return {
    ...(version !== undefined && { version }),
    ...(title !== undefined && { title }),
    ...(displayDate !== undefined && { display_date: displayDate }),
    ...(expiresAt !== undefined && { expires_at: expiresAt }),
    ...(pinned !== undefined && { pinned: toFlag(pinned) }),
    ...(major !== undefined && { major: toFlag(major) }),
    ...(silent !== undefined && { silent: toFlag(silent) }),
  };
}

export function toReleaseRecord(row: Selectable<ReleaseRow>): ReleaseRecord {
  return {
    id: row.id,
    version: row.version,
    title: row.title,
    state: row.state,
    displayDate: row.display_date,
    publishAt: row.publish_at,
    publishedAt: row.published_at,
    expiresAt: row.expires_at,
    pinned: row.pinned === 1,
    major: row.major === 1,
    silent: row.silent === 1,
    imported: row.imported === 1,
    yanked: row.yanked === 1,
    rolledBackAt: row.rolled_back_at,
    rollBackReason: row.roll_back_reason,
    revision: row.revision,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}
