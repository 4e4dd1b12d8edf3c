import type { Db } from '../db/connect.ts';
import { insertMessage } from './queries.ts';

/** What happened that others may want to hear of. */
export type OutboxKind = 'release.published' | 'release.rolled_back';

export interface OutboxMessage {
  projectId: string;
  id: string;
  kind: OutboxKind;
  payload: unknown;
}

/**
 * Notes a side effect in the transaction of the change that causes it: both happen or neither does.
 * Whoever delivers it claims it later.
 */
export async function enqueue(trx: Db, message: OutboxMessage, now: Date): Promise<void> {
  await insertMessage(trx, message, now.toISOString());
}
