import type { TokenKey } from '../../contract/keys.ts';
import type { TokenAlgorithm } from '../../contract/vocabulary.ts';
import type { Db } from '../db/database.ts';

/** A key that verifies tokens. `material` is SPKI PEM (EdDSA) or the secret as stored (HS256). */
export interface LiveTokenKey {
  id: string;
  algorithm: TokenAlgorithm;
  material: string;
}

export async function listLiveTokenKeys(db: Db, projectId: string): Promise<LiveTokenKey[]> {
  return db
    .selectFrom('token_key')
    .select(['id', 'algorithm', 'material'])
    .where('project_id', '=', projectId)
    .where('retired_at', 'is', null)
    .orderBy('id')
    .execute();
}

export interface ProjectTokenKey {
  projectId: string;
  id: string;
  material: string;
}

/** The live HS256 keys of all projects. */
export async function listSharedSecrets(db: Db): Promise<ProjectTokenKey[]> {
  return db
    .selectFrom('token_key')
    .select(['project_id as projectId', 'id', 'material'])
    .where('algorithm', '=', 'HS256')
    .where('retired_at', 'is', null)
    .orderBy('project_id')
    .orderBy('id')
    .execute();
}

export async function updateTokenKeyMaterial(
  trx: Db,
  { projectId, id }: Pick<ProjectTokenKey, 'projectId' | 'id'>,
  material: string,
): Promise<void> {
  await trx
    .updateTable('token_key')
    .set({ material })
    .where('project_id', '=', projectId)
    .where('id', '=', id)
    .where('retired_at', 'is', null)
    .execute();
}

export async function countLiveTokenKeys(db: Db, projectId: string): Promise<number> {
  return (await listLiveTokenKeys(db, projectId)).length;
}

export async function insertTokenKey(
  trx: Db,
  projectId: string,
  { id, algorithm, createdAt, retiredAt, createdBy }: TokenKey,
  material: string,
): Promise<void> {
  await trx
    .insertInto('token_key')
    .values({
      project_id: projectId,
      id,
      algorithm,
      material,
      created_at: createdAt,
      retired_at: retiredAt,
      created_by: createdBy,
    })
    .execute();
}

export async function findTokenKey(
  db: Db,
  projectId: string,
  id: string,
): Promise<TokenKey | undefined> {
  return tokenKeysOf(db, projectId).where('id', '=', id).executeTakeFirst();
}

/** Newest first, after `afterId` if it is given. Includes retired keys. */
export async function listTokenKeys(
  db: Db,
  projectId: string,
  { afterId, count }: { afterId: string | undefined; count: number },
): Promise<TokenKey[]> {
  return tokenKeysOf(db, projectId)
    .$if(afterId !== undefined, (query) => query.where('id', '<', afterId ?? ''))
    .orderBy('id', 'desc')
    .limit(count)
    .execute();
}

/** False if the key was not live. Deletes the material: an unused secret is still a secret. */
export async function retireTokenKeyRow(
  trx: Db,
  projectId: string,
  id: string,
  retiredAt: string,
): Promise<boolean> {
  const row = await trx
    .updateTable('token_key')
    .set({ retired_at: retiredAt, material: '' })
    .where('project_id', '=', projectId)
    .where('id', '=', id)
    .where('retired_at', 'is', null)
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
}

function tokenKeysOf(db: Db, projectId: string) {
  return db
    .selectFrom('token_key')
    .select([
      'id',
      'algorithm',
      'created_at as createdAt',
      'retired_at as retiredAt',
      'created_by as createdBy',
    ])
    .where('project_id', '=', projectId);
}
