import type { ChangeNotices } from './change-notices.ts';
import type { Database, Db } from './database.ts';

const maxTries = 3;

/**
 * Runs `act` in one transaction, all or nothing, and makes this process notice the change before it
 * resolves. Never await the network in `act`: on SQLite all other writers wait for it. `act` may
 * run more than once, so its effects outside the transaction must allow that.
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
 * Like `transact`, but does not poll for changes: for many small writes, and for commands, whose
 * process ends afterwards. Runs `act` again if PostgreSQL ended the transaction in favour of
 * another.
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

/** Whether PostgreSQL ended this transaction in favour of another: deadlock, serialization. */
function isCollision(error: unknown): boolean {
  const code = (error as { code?: unknown } | null)?.code;
  return code === '40P01' || code === '40001';
}
