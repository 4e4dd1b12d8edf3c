import { sql } from 'kysely';
import type { KeyScope, TokenAlgorithm } from '../../contract/vocabulary.ts';
import { actorOf } from '../audit/queries.ts';
import type { Db } from '../db/database.ts';

/** The fields that decide whether a key may create others, and the project that the key opens. */
export interface GrantingKey {
  projectId: string;
  scope: KeyScope;
  expiresAt: string | null;
  createdBy: string | null;
}

export interface GrantedKey {
  id: string;
  name: string;
  scope: KeyScope;
  expiresAt: string | null;
  lastUsedAt: string | null;
  createdBy: string | null;
}

/** Finds a key of the project, or the key of another project that created this project. */
export async function findGrantingKey(
  db: Db,
  projectId: string,
  keyId: string,
): Promise<GrantingKey | undefined> {
  return db
    .selectFrom('api_key')
    .select([
      'project_id as projectId',
      'scope',
      'expires_at as expiresAt',
      'created_by as createdBy',
    ])
    .where((eb) =>
      eb.or([
        eb('project_id', '=', projectId),
        eb(
          'project_id',
          '=',
          eb
            .selectFrom('key_project')
            .select('key_project_id')
            .where('project_id', '=', projectId)
            .where('key_id', '=', keyId),
        ),
      ]),
    )
    .where('id', '=', keyId)
    .executeTakeFirst();
}

export async function listKeysCreatedBy(
  db: Db,
  projectId: string,
  actor: string,
): Promise<GrantedKey[]> {
  return db
    .selectFrom('api_key')
    .select([
      'id',
      'name',
      'scope',
      'expires_at as expiresAt',
      'last_used_at as lastUsedAt',
      'created_by as createdBy',
    ])
    .where('project_id', '=', projectId)
    .where('created_by', '=', actor)
    .orderBy('id')
    .execute();
}

export async function listLiveTokenKeysCreatedBy(
  db: Db,
  projectId: string,
  actor: string,
): Promise<{ id: string; algorithm: TokenAlgorithm }[]> {
  return db
    .selectFrom('token_key')
    .select(['id', 'algorithm'])
    .where('project_id', '=', projectId)
    .where('created_by', '=', actor)
    .where('retired_at', 'is', null)
    .orderBy('id')
    .execute();
}

export async function updateKeyCreator(
  trx: Db,
  projectId: string,
  { id, createdBy }: { id: string; createdBy: string },
): Promise<void> {
  await trx
    .updateTable('api_key')
    .set({ created_by: createdBy })
    .where('project_id', '=', projectId)
    .where('id', '=', id)
    .execute();
}

/** The projects that a key created, oldest first. */
export async function listProjectIdsCreatedBy(
  db: Db,
  keyProjectId: string,
  keyId: string,
): Promise<string[]> {
  const rows = await db
    .selectFrom('key_project')
    .select('project_id')
    .where('key_project_id', '=', keyProjectId)
    .where('key_id', '=', keyId)
    .orderBy('project_id')
    .execute();
  return rows.map((row) => row.project_id);
}

export async function insertKeyProject(
  trx: Db,
  keyProject: { projectId: string; keyProjectId: string; keyId: string; rootKeyId: string },
  createdAt: string,
): Promise<void> {
  await trx
    .insertInto('key_project')
    .values({
      project_id: keyProject.projectId,
      key_project_id: keyProject.keyProjectId,
      key_id: keyProject.keyId,
      root_key_id: keyProject.rootKeyId,
      created_at: createdAt,
    })
    .execute();
}

/** The creation times of the last `count` projects under a key after `since`, newest first. */
export async function listProjectTimes(
  db: Db,
  rootKeyId: string,
  { since, count }: { since: string; count: number },
): Promise<string[]> {
  const rows = await db
    .selectFrom('key_project')
    .select('created_at')
    .where('root_key_id', '=', rootKeyId)
    .where('created_at', '>', since)
    .orderBy('created_at', 'desc')
    .limit(count)
    .execute();
  return rows.map((row) => row.created_at);
}

/** Fills in, from the audit log, the creators of keys that a process of version 0.1.0 created. */
export async function fillInCreators(db: Db): Promise<void> {
  for (const [table, noun] of [
    ['api_key', 'key'],
    ['token_key', 'token-key'],
  ] as const) {
    await db
      .updateTable(table)
      .set({
        created_by: actorOf({
          projectId: sql.ref(`${table}.project_id`),
          action: `${noun}.create`,
          subject: sql`${`${noun}:`} || ${sql.ref(`${table}.id`)}`,
        }),
      })
      .where('created_by', 'is', null)
      .execute();
  }
}
