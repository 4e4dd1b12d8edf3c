import { existsSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { privateFolderMode } from './file-modes.ts';
import { checkSqlite } from './health.ts';
import { LocalConnection } from './statements.ts';

/**
 * Opens the connection that writes. Creates a missing file, and a missing folder that no other user
 * can enter. Throws an Error with a sentence for the operator if the file cannot be opened, is
 * damaged or read-only, or if SQLite does not sync.
 */
export function openForWriting(path: string): LocalConnection {
  const existed = existsSync(path);
  const database = openFile(path);
  try {
    checkSqlite(database, path, existed);
    return new LocalConnection(database);
  } catch (error) {
    database.close();
    throw error;
  }
}

/** Opens a second connection, for plain reads: they never wait for an open transaction. */
export function openForReading(path: string): LocalConnection {
  const database = new BetterSqlite3(path, { readonly: true });
  database.pragma('cache_size = -65536');
  return new LocalConnection(database);
}

function openFile(path: string): BetterSqlite3.Database {
  try {
    mkdirSync(dirname(path), { recursive: true, mode: privateFolderMode });
    return new BetterSqlite3(path);
  } catch (cause) {
    throw new Error(
      `The database file ${path} cannot be opened. Set DATABASE_URL to a file in a folder that this user can write to.`,
      { cause },
    );
  }
}
