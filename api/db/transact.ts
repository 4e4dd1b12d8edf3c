import type { ChangeNotices } from './change-notices.ts';
import type { Database, Db } from './connect.ts';

/**
 * Runs `act` in one transaction, all of it or nothing, and makes this process notice the change
 * before it resolves. Never await the network in `act`: on SQLite everybody else waits meanwhile.
 */
export async function transact<Result>(
  { database, notices }: { database: Database; notices: ChangeNotices },
  act: (trx: Db) => Promise<Result>,
): Promise<Result> {
  const result = await database.writer.transaction().execute(act);
  await notices.poll();
  return result;
}
