import type { ChangeNotices } from './change-notices.ts';
import type { Database, Db } from './database.ts';

const maxTries = 3;

/**
 * Runs `act` in one transaction, all of it or nothing, and makes this process notice the change
 * before it resolves. Never await the network in `act`: on SQLite everybody else waits meanwhile.
 * `act` may be run more than once: what it does beside the transaction must bear that.
 */
export async function transact<Result>(
  { database, notices }: { database: Database; notices: ChangeNotices },
  act: (trx: Db) => Promise<Result>,
): Promise<Result> {
  const result = await commit(database, act);
  await notices.poll();
  return result;
}

/**
 * `transact` without a look at what changed: for many small writes, and for commands, whose process
 * ends after it. Also runs `act` again where PostgreSQL ended it for another's sake.
 */
export async function commit<Result>(
  { writer }: Pick<Database, 'writer'>,
  act: (trx: Db) => Promise<Result>,
  tries = maxTries,
): Promise<Result> {
  try {
    return await writer.transaction().execute(act);
  } catch (error) {
    if (tries > 1 && isCollision(error)) return commit({ writer }, act, tries - 1);
    throw error;
  }
}

/** Of two transactions that waited for each other PostgreSQL ends one: deadlock, serialization. */
function isCollision(error: unknown): boolean {
  const code = (error as { code?: unknown } | null)?.code;
  return code === '40P01' || code === '40001';
}
