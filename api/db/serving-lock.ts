import { isSqlite, pathOf } from './connect.ts';
import {
  countPostgresServing,
  holdPostgresLock,
  tryPostgresLockout,
} from './postgres-serving-lock.ts';
import { countSqliteServing, holdSqliteLock, trySqliteLockout } from './sqlite-serving-lock.ts';

/** A lock on a database that other processes respect. It ends with the process at the latest. */
export interface HeldLock {
  /** Releases the lock. May be called more than once. */
  release(): Promise<void>;
}

/** What a process that serves must know about its own lock. */
export interface ServingLockEvents {
  /** The lock was lost with its connection and taken again; the schema may have changed meanwhile. */
  onRetaken?(): void;
  /** The connection that holds the lock broke. It is opened again every second. */
  onLost?(error: unknown): void;
}

/**
 * Takes the lock that every process holds for as long as it serves a database. Any number of
 * processes share it. Waits while another process keeps servers out (see `tryLockout`).
 */
export function holdServingLock(url: string, events: ServingLockEvents = {}): Promise<HeldLock> {
  return isSqlite(url) ? holdSqliteLock(pathOf(url)) : holdPostgresLock(url, events);
}

/**
 * Keeps every server out until the lock is released: for changes that a running server would
 * misread. Returns undefined if a server holds its lock, or if another process keeps servers out.
 */
export function tryLockout(url: string): Promise<HeldLock | undefined> {
  return isSqlite(url) ? trySqliteLockout(pathOf(url)) : tryPostgresLockout(url);
}

/**
 * How many processes serve this database now, this one included. On PostgreSQL, servers of the
 * version before this lock are counted too; on SQLite they cannot be seen.
 */
export function countServing(url: string): Promise<number> {
  return isSqlite(url) ? countSqliteServing(pathOf(url)) : countPostgresServing(url);
}
