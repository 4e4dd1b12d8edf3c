import type { Selectable } from 'kysely';
import type { ApiKey } from '../../contract/keys.ts';
import type { KeyScope } from '../../contract/vocabulary.ts';
import type { Db } from '../db/database.ts';
import type { Schema } from '../db/schema/schema.ts';

/** The stored key that a key's text belongs to. */
export interface StoredApiKey {
  projectId: string;
  keyId: string;
  scope: KeyScope;
  expiresAt: string | null;
  lastUsedAt: string | null;
  createdBy: string | null;
}

export async function insertApiKey(
  trx: Db,
  projectId: string,
  key: ApiKey,
  hash: string,
): Promise<void> {
  await trx
    .insertInto('api_key')
    .values({
      project_id: projectId,
      id: key.id,
      name: key.name,
      prefix: key.prefix,
      hash,
      scope: key.scope,
      created_at: key.createdAt,
      expires_at: key.expiresAt,
      last_used_at: key.lastUsedAt,
      created_by: key.createdBy,
    })
    .execute();
}

export async function findApiKey(
  db: Db,
  projectId: string,
  id: string,
): Promise<ApiKey | undefined> {
  const row = await keysOf(db, projectId).where('id', '=', id).executeTakeFirst();
  return row && toApiKey(row);
}

export async function findApiKeyByHash(
  db: Db,
  projectId: string,
  hash: string,
): Promise<StoredApiKey | undefined> {
  const row = await keysOf(db, projectId).where('hash', '=', hash).executeTakeFirst();
  return (
    row && {
      projectId,
      keyId: row.id,
      scope: row.scope,
      expiresAt: row.expires_at,
      lastUsedAt: row.last_used_at,
      createdBy: row.created_by,
    }
  );
}

/** Newest first, after `afterId` if it is given. */
export async function listApiKeys(
  db: Db,
  projectId: string,
  { afterId, count }: { afterId: string | undefined; count: number },
): Promise<ApiKey[]> {
  const rows = await keysOf(db, projectId)
    .$if(afterId !== undefined, (query) => query.where('id', '<', afterId ?? ''))
    .orderBy('id', 'desc')
    .limit(count)
    .execute();
  return rows.map(toApiKey);
}

export async function deleteApiKeyRow(
  trx: Db,
  projectId: string,
  id: string,
): Promise<ApiKey | undefined> {
  const row = await trx
    .deleteFrom('api_key')
    .where('project_id', '=', projectId)
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirst();
  return row && toApiKey(row);
}

/** Writes unless a use after `ifBefore` is recorded: of many requests at once, one writes. */
export async function updateLastUse(
  db: Db,
  { projectId, keyId }: StoredApiKey,
  usedAt: string,
  ifBefore: string,
): Promise<void> {
  await db
    .updateTable('api_key')
    .set({ last_used_at: usedAt })
    .where('project_id', '=', projectId)
    .where('id', '=', keyId)
    .where((eb) => eb.or([eb('last_used_at', 'is', null), eb('last_used_at', '<=', ifBefore)]))
    .execute();
}

function keysOf(db: Db, projectId: string) {
  return db.selectFrom('api_key').selectAll().where('project_id', '=', projectId);
}

function toApiKey(row: Selectable<Schema['api_key']>): ApiKey {
  return {
    id: row.id,
    name: row.name,
    prefix: row.prefix,
    scope: row.scope,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    lastUsedAt: row.last_used_at,
    createdBy: row.created_by,
  };
}
