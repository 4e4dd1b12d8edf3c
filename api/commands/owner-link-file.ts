import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { sqlitePath } from '../db/connect.ts';

/**
 * Writes the first owner's link into a file that only this user can read, and returns its absolute
 * path: beside the SQLite file, or in a new folder for temporary files if the database is
 * PostgreSQL.
 */
export function writeOwnerLink(databaseUrl: string, link: string): string {
  const path = besideDatabase(databaseUrl) ?? join(mkdtempSync(join(tmpdir(), 'tidings-')), name);
  // A file that exists keeps its mode, and a symbolic link would lead elsewhere.
  rmSync(path, { force: true });
  writeFileSync(path, `${link}\n`, { mode: 0o600, flag: 'wx' });
  return path;
}

/** The absolute path of the file beside the SQLite file; undefined if there is none. */
export function findOwnerLink(databaseUrl: string): string | undefined {
  const path = besideDatabase(databaseUrl);
  return path !== undefined && existsSync(path) ? path : undefined;
}

/** Deletes the file beside the SQLite file once its link no longer works. */
export function deleteOwnerLink(databaseUrl: string): void {
  const path = besideDatabase(databaseUrl);
  if (path !== undefined) rmSync(path, { force: true });
}

const name = 'owner-link';

function besideDatabase(databaseUrl: string): string | undefined {
  const path = sqlitePath(databaseUrl);
  return path && `${resolve(path)}.${name}`;
}
