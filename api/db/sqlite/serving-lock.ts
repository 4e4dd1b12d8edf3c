import { existsSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import BetterSqlite3 from 'better-sqlite3';
import type { DatabaseLock } from '../database-lock.ts';

const retryMs = 50;

/**
 * The serving lock of a database file is the lock of a second, empty SQLite file beside it. The
 * operating system releases such a lock however the process ends, so no process id is ever
 * compared. The file itself stays: deleting it while another process opens it would split the lock
 * in two.
 *
 * Shared locks cannot be counted, so each server also locks a file of its own: the first `-lock-N`
 * that is free.
 */
export async function acquireSqliteLock(path: string): Promise<DatabaseLock> {
  const sharedLock = await waitForShared(lockFileOf(path));
  const serverLock = acquireServerFile(path);
  return toDatabaseLock(serverLock, sharedLock);
}

/** Returns undefined if a server is running or another process keeps servers out. */
export async function trySqliteLockout(path: string): Promise<DatabaseLock | undefined> {
  const lockout = tryLock(lockFileOf(path), beginExclusive);
  return lockout && toDatabaseLock(lockout);
}

/** Counts the servers' own lock files that are locked. */
export async function countSqliteServing(path: string): Promise<number> {
  let serving = 0;
  for (let n = 1; existsSync(serverFileOf(path, n)); n += 1) {
    const free = tryLock(serverFileOf(path, n), beginExclusive);
    if (free) free.close();
    else serving += 1;
  }
  return serving;
}

function lockFileOf(path: string): string {
  return `${path}-lock`;
}

function serverFileOf(path: string, n: number): string {
  return `${path}-lock-${n}`;
}

const beginExclusive = 'begin exclusive';
/** SQLite takes a shared lock at a transaction's first read and keeps it to the end. */
const beginShared = 'begin; select count(*) from sqlite_schema';

async function waitForShared(file: string): Promise<BetterSqlite3.Database> {
  for (;;) {
    const lock = tryLock(file, beginShared);
    if (lock) return lock;
    await sleep(retryMs);
  }
}

function acquireServerFile(path: string): BetterSqlite3.Database {
  for (let n = 1; ; n += 1) {
    const lock = tryLock(serverFileOf(path, n), beginExclusive);
    if (lock) return lock;
  }
}

/** Returns an open connection that holds the lock; undefined if another connection blocks it. */
function tryLock(file: string, sql: string): BetterSqlite3.Database | undefined {
  const lock = new BetterSqlite3(file, { timeout: 0 });
  try {
    lock.exec(sql);
    return lock;
  } catch (error) {
    lock.close();
    const { code } = error as { code?: unknown };
    if (typeof code === 'string' && code.startsWith('SQLITE_BUSY')) return undefined;
    throw error;
  }
}

function toDatabaseLock(...locks: BetterSqlite3.Database[]): DatabaseLock {
  return {
    async release() {
      for (const lock of locks) lock.close();
    },
  };
}
