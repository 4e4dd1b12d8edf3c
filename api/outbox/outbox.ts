import type { Db } from '../db/database.ts';
import type { OutboxMessage } from './messages.ts';
import { insertMessage } from './queries.ts';

/**
 * Stores a side effect in the transaction of the change that causes it: both are stored or neither
 * is. The process that delivers the message claims it later.
 */
export async function enqueue(trx: Db, message: OutboxMessage, now: Date): Promise<void> {
  await insertMessage(trx, message, now.toISOString());
}
