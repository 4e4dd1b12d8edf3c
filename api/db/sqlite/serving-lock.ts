import { existsSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import BetterSqlite3 from 'better-sqlite3';
import type { HeldLock } from '../held-lock.ts';

const lookAgainMs = 50;

/**
 * The serving lock of a database file is the lock of a second, empty SQLite file beside it. The
 * operating system releases such a lock however the process ends, so no process id is ever compared.
 * The file itself stays: deleting it while another process opens it would split the lock in two.
 *
 * Shared locks cannot be counted, so each server also locks a file of its own: the first `-lock-N`
 * that is free.
 */
export async function holdSqliteLock(path: string): Promise<HeldLock> {
  const shared = await waitForShared(lockFileOf(path));
  const own = takeOwnFile(path);
  return heldBy(own, shared);
}

/** Returns undefined if a server or another lockout is there. */
export async function trySqliteLockout(path: string): Promise<HeldLock | undefined> {
  const lockout = tryLock(lockFileOf(path), exclusively);
  return lockout && heldBy(lockout);
}

/** Counts the servers' own files that are locked. */
export async function countSqliteServing(path: string): Promise<number> {
  let serving = 0;
  for (let n = 1; existsSync(ownFileOf(path, n)); n += 1) {
    const free = tryLock(ownFileOf(path, n), exclusively);
    if (free) free.close();
    else serving += 1;
  }
  return serving;
}

function lockFileOf(path: string): string {
  return `${path}-lock`;
}

function ownFileOf(path: string, n: number): string {
  return `${path}-lock-${n}`;
}

const exclusively = 'begin exclusive';
/** SQLite takes a shared lock at a transaction's first read and keeps it to the end. */
const shared = 'begin; select count(*) from sqlite_schema';

async function waitForShared(file: string): Promise<BetterSqlite3.Database> {
  for (;;) {
    const lock = tryLock(file, shared);
    if (lock) return lock;
    await sleep(lookAgainMs);
  }
}

function takeOwnFile(path: string): BetterSqlite3.Database {
  for (let n = 1; ; n += 1) {
    const own = tryLock(ownFileOf(path, n), exclusively);
    if (own) return own;
  }
}

/** An open connection that holds the lock; undefined if another connection is in its way. */
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

function heldBy(...locks: BetterSqlite3.Database[]): HeldLock {
  return {
    async release() {
      for (const lock of locks) lock.close();
    },
  };
}
