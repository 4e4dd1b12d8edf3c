import type { Db } from '../db/database.ts';
import type { OutboxMessage } from './messages.ts';

// A file of its own: SQL stays apart from rules in every module.

export async function insertMessage(
  trx: Db,
  { projectId, id, kind, payload }: OutboxMessage,
  createdAt: string,
): Promise<void> {
  await trx
    .insertInto('outbox')
    .values({
      project_id: projectId,
      id,
      kind,
      payload: JSON.stringify(payload),
      created_at: createdAt,
      claimed_until: null,
      attempts: 0,
    })
    .execute();
}

export async function deleteMessagesBefore(trx: Db, createdBefore: string): Promise<void> {
  await trx.deleteFrom('outbox').where('created_at', '<', createdBefore).execute();
}
