import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import type { Config } from '../../config.ts';
import { pathOf } from '../../db/connect.ts';
import { privateFolderMode, secretPath } from '../../db/sqlite/file-modes.ts';
import { realPath } from '../../db/sqlite/file-slots.ts';
import { changeSecret } from '../change-secret.ts';
import { moveInPlace, putInPlace } from '../new-file.ts';
import type { BackupProgress } from '../progress.ts';
import { checkHash, type RestoredBackup, type RestoreOptions } from '../restore-options.ts';
import { secretFileOfBackup } from '../secret-file.ts';
import { expectAccepted, planSecret, type SecretPlan } from '../secret-plan.ts';
import { inWorkFolder } from '../work-folder.ts';
import { checkHeader, copySqlite } from './copy.ts';
import { countTables, readStoredRows } from './queries.ts';

/**
 * Restores a backup of SQLite to a file that does not exist or is empty. All work is done in a
 * folder beside the file. The secret is moved into place before the database, so that no start
 * finds the database without its secret. Throws an Error with a sentence if anything is wrong; then
 * nothing has changed.
 */
export async function restoreSqlite(
  config: Config,
  file: string,
  { hash, acceptNewSecret, now }: RestoreOptions,
  onProgress: BackupProgress,
): Promise<RestoredBackup> {
  const path = realPath(pathOf(config.databaseUrl));
  checkHeader(file);
  checkIsEmpty(path);
  mkdirSync(dirname(path), { recursive: true, mode: privateFolderMode });
  return inWorkFolder(path, async (folder) => {
    // Checked again, now that no other restore can run at the same time.
    checkIsEmpty(path);
    const copy = join(folder, 'tidings.db');
    const { contents } = await copySqlite(file, copy, onProgress);
    putInPlace(copy);
    checkHash(contents.hash, hash);
    const plan = planFor(config, copy, file, secretPath(path), now);
    expectAccepted(plan.lost, acceptNewSecret, file);
    prepareSecret(plan, file, secretPath(path), secretPath(copy));
    if (plan.lost) await changeSecret(`sqlite:${copy}`, config, now, onProgress);
    disableWal(copy);
    moveSecret(secretPath(copy), secretPath(path));
    moveInPlace(copy, path);
    return { contents, secret: plan.secret, lost: plan.lost };
  });
}

/** Checks for a log too, because SQLite would apply it to the restored file. */
function checkIsEmpty(path: string): void {
  if (existsSync(path) && hasTables(path)) {
    throw new Error(
      `${path} already contains data. Set DATABASE_URL to a file that does not exist, or move this file.`,
    );
  }
  if (existsSync(`${path}-wal`)) {
    throw new Error(
      `${path}-wal belongs to another database. Move that file, or set DATABASE_URL to another file.`,
    );
  }
}

/** A file that is not a database counts as data too, so it is never overwritten. */
function hasTables(path: string): boolean {
  try {
    const database = new BetterSqlite3(path, { fileMustExist: true });
    try {
      return countTables(database) > 0;
    } finally {
      database.close();
    }
  } catch {
    return true;
  }
}

function planFor(
  config: Config,
  copy: string,
  file: string,
  target: string,
  now: Date,
): SecretPlan {
  const database = new BetterSqlite3(copy, { readonly: true });
  try {
    const files = { included: textIn(secretFileOfBackup(file)), present: textIn(target) };
    return planSecret(readStoredRows(database), config, files, now);
  } finally {
    database.close();
  }
}

function textIn(path: string): string | undefined {
  return existsSync(path) ? readFileSync(path, 'utf8').trim() : undefined;
}

/**
 * Copies the secret that will be used to the place beside the copy, where `openKeys` looks for it.
 */
function prepareSecret(plan: SecretPlan, file: string, target: string, prepared: string): void {
  if (plan.mustCopyFile) copyFileSync(secretFileOfBackup(file), prepared);
  else if (existsSync(target)) copyFileSync(target, prepared);
}

/** Turns WAL off, so that no log is left behind when the file is moved. */
function disableWal(path: string): void {
  const database = new BetterSqlite3(path);
  try {
    database.pragma('journal_mode = delete');
  } finally {
    database.close();
  }
}

function moveSecret(from: string, to: string): void {
  if (!existsSync(from)) return;
  if (existsSync(to)) rmSync(from);
  else moveInPlace(from, to);
}
