import { isSqlite, pathOf } from './connect.ts';
import type { DatabaseLock, ServingLockEvents } from './database-lock.ts';
import {
  acquirePostgresLock,
  countPostgresServing,
  tryPostgresLockout,
} from './postgres/serving-lock.ts';
import { acquireSqliteLock, countSqliteServing, trySqliteLockout } from './sqlite/serving-lock.ts';

/**
 * Takes the lock that every process holds for as long as it serves a database. Any number of
 * processes share it. Waits while another process keeps servers out (see `tryLockout`).
 */
export function acquireServingLock(
  url: string,
  events: ServingLockEvents = {},
): Promise<DatabaseLock> {
  return isSqlite(url) ? acquireSqliteLock(pathOf(url)) : acquirePostgresLock(url, events);
}

/**
 * Keeps every server out until the lock is released: for changes that a running server would
 * misread. Returns undefined if a server holds its lock, or if another process keeps servers out.
 */
export function tryLockout(url: string): Promise<DatabaseLock | undefined> {
  return isSqlite(url) ? trySqliteLockout(pathOf(url)) : tryPostgresLockout(url);
}

/**
 * How many processes serve this database now, this one included. Servers of version 0.1.0, which
 * take no lock, are counted too on PostgreSQL; on SQLite they cannot be seen.
 */
export function countServing(url: string): Promise<number> {
  return isSqlite(url) ? countSqliteServing(pathOf(url)) : countPostgresServing(url);
}
