import { existsSync, mkdirSync, readdirSync, realpathSync } from 'node:fs';
import { join, resolve } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { privateFolderMode } from './file-modes.ts';

/** Shows others that an SQLite file is open. The system releases the slot when the process dies. */
export interface FileSlot {
  /** How many others have the file open now, in this process or another. */
  countOthers(): number;
  release(): void;
}

/**
 * Takes a slot beside the database file: the first free lock file in the folder
 * `PATH-open`. Returns undefined if no lock file can be written there, or for `:memory:`.
 *
 * Node has no file locks, so each lock file is an empty SQLite database under an exclusive lock.
 * Lock files stay: deleting one would let two processes lock two files of the same name.
 */
export function acquireSlot(path: string): FileSlot | undefined {
  if (path === ':memory:') return undefined;
  try {
    const folder = `${realPath(path)}-open`;
    mkdirSync(folder, { recursive: true, mode: privateFolderMode });
    const { lock, name } = acquireFirst(folder);
    return { countOthers: () => countLocked(folder, name), release: () => lock.close() };
  } catch {
    return undefined;
  }
}

/** Resolves a link to the file itself, because SQLite writes its log beside the file. */
export function realPath(path: string): string {
  return existsSync(path) ? realpathSync(path) : resolve(path);
}

function acquireFirst(folder: string) {
  for (let number = 1; ; number += 1) {
    const name = `lock-${number}`;
    const lock = lockFile(join(folder, name));
    if (lock) return { lock, name };
  }
}

/**
 * Locks a file, which is created if necessary; returns undefined if another process holds the lock.
 * The system releases the lock when the process dies. The journal is in memory, so the lock leaves
 * no second file.
 */
export function lockFile(file: string): BetterSqlite3.Database | undefined {
  const lock = new BetterSqlite3(file, { timeout: 0 });
  try {
    lock.pragma('journal_mode = memory');
    lock.exec('begin exclusive');
    return lock;
  } catch (error) {
    lock.close();
    if (isBusy(error)) return undefined;
    throw error;
  }
}

function countLocked(folder: string, ownName: string): number {
  const others = readdirSync(folder).filter((name) => name !== ownName);
  return others.filter((name) => isLocked(join(folder, name))).length;
}

/** A read takes only a shared lock, so two processes that check at the same time both succeed. */
function isLocked(file: string): boolean {
  const probe = new BetterSqlite3(file, { readonly: true, timeout: 0 });
  try {
    probe.prepare('select count(*) from sqlite_schema').get();
    return false;
  } catch (error) {
    return isBusy(error);
  } finally {
    probe.close();
  }
}

function isBusy(error: unknown): boolean {
  return error instanceof BetterSqlite3.SqliteError && error.code.startsWith('SQLITE_BUSY');
}
