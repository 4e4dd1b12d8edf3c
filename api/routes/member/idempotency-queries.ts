import type { Db } from '../../db/database.ts';

interface IdempotencyKeyId {
  projectId: string;
  key: string;
}

/** Returns false if the key is taken. A key older than `voidBefore` is claimed again. */
export async function claimIdempotencyKey(
  trx: Db,
  { projectId, key, hash }: IdempotencyKeyId & { hash: string },
  createdAt: string,
  voidBefore: string,
): Promise<boolean> {
  const claim = { request_hash: hash, reply: '', created_at: createdAt };
  const row = await trx
    .insertInto('idempotency_key')
    .values({ project_id: projectId, key, ...claim })
    .onConflict((conflict) =>
      conflict
        .columns(['project_id', 'key'])
        .doUpdateSet(claim)
        .where('idempotency_key.created_at', '<', voidBefore),
    )
    .returning('key')
    .executeTakeFirst();
  return row !== undefined;
}

export async function updateStoredReply(
  trx: Db,
  { projectId, key }: IdempotencyKeyId,
  reply: string,
): Promise<void> {
  await trx
    .updateTable('idempotency_key')
    .set({ reply })
    .where('project_id', '=', projectId)
    .where('key', '=', key)
    .execute();
}

export async function findStoredReply(
  trx: Db,
  { projectId, key }: IdempotencyKeyId,
): Promise<{ requestHash: string; reply: string } | undefined> {
  return trx
    .selectFrom('idempotency_key')
    .select(['request_hash as requestHash', 'reply'])
    .where('project_id', '=', projectId)
    .where('key', '=', key)
    .executeTakeFirst();
}

/** Deletes the keys of all projects that are older than `createdBefore`. */
export async function deleteIdempotencyKeysBefore(trx: Db, createdBefore: string): Promise<void> {
  await trx.deleteFrom('idempotency_key').where('created_at', '<', createdBefore).execute();
}
