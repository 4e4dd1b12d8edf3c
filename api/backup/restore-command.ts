import { copyFileSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { type Config, withoutPassword } from '../config.ts';
import { isSqlite, pathOf } from '../db/connect.ts';
import { privateFolderMode, secretPath } from '../db/file-modes.ts';
import { realPath } from '../db/file-slots.ts';
import type { Contents } from './contents.ts';
import { discardPart, putInPlace } from './new-file.ts';
import { restorePostgres } from './postgres-dump.ts';
import type { Progress } from './progress.ts';
import { describeContents } from './report-text.ts';
import { secretFileOfBackup } from './secret-file.ts';
import { checkHeader, copySqlite } from './sqlite-copy.ts';
import { countTables } from './sqlite-queries.ts';

export interface RestoreOptions {
  /** The hash that the backup reported; undefined restores whatever the file holds. */
  hash: string | undefined;
}

/**
 * `restored`: from the file beside the backup. `kept`: one was there already. `environment`: `SECRET`
 * is set. `database`: it is in the database. `missing`: the operator must provide it.
 */
export type RestoredSecret = 'restored' | 'kept' | 'environment' | 'database' | 'missing';

/** What was restored, as `--json` prints it. */
export interface RestoreReport extends Contents {
  file: string;
  secret: RestoredSecret;
}

/**
 * `tidings restore`: puts a backup where `DATABASE_URL` says, which must be empty. The file is copied
 * beside its place, checked there, and renamed last, so that a restore that is killed leaves no
 * database. Throws an Error with a sentence if anything is wrong; then nothing has changed.
 */
export async function restore(
  config: Config,
  file: string,
  options: RestoreOptions,
  onProgress: Progress,
): Promise<RestoreReport> {
  if (!existsSync(file)) throw new Error(`There is no file ${file}.`);
  return isSqlite(config.databaseUrl)
    ? restoreSqlite(config, file, options, onProgress)
    : restoreToPostgres(config, file, options, onProgress);
}

/** The report as lines of text. */
export function describeRestore(report: RestoreReport, databaseUrl: string): string[] {
  const sentences: Record<RestoredSecret, string> = {
    restored: `restored from ${secretFileOfBackup(report.file)}.`,
    kept: 'the file "secret" was there already and was kept.',
    environment: 'SECRET is set and will be used.',
    database: 'restored with the database.',
    missing:
      'not in this backup. Before the first start, put the file "secret" beside the database, or set SECRET. With another secret, the start lists what is lost and asks for --accept-new-secret.',
  };
  return [
    `Restored ${report.file} to ${withoutPassword(databaseUrl)}.`,
    ...describeContents(report),
    `  secret  ${sentences[report.secret]}`,
  ];
}

async function restoreSqlite(
  { databaseUrl, secret }: Config,
  file: string,
  { hash }: RestoreOptions,
  onProgress: Progress,
): Promise<RestoreReport> {
  const path = realPath(pathOf(databaseUrl));
  checkHeader(file);
  checkIsEmpty(path);
  const place = secret === undefined ? planSecret(file, secretPath(path)) : 'environment';
  mkdirSync(dirname(path), { recursive: true, mode: privateFolderMode });
  const { contents, isSecretInside } = await copySqlite(file, path, onProgress);
  try {
    checkHash(contents.hash, hash);
    if (place === 'restored') putSecret(secretFileOfBackup(file), secretPath(path));
    putInPlace(path);
  } catch (error) {
    discardPart(path);
    throw error;
  }
  return { file, ...contents, secret: isSecretInside && !secret ? 'database' : place };
}

/** The hash of a dump is known only once it is restored. */
async function restoreToPostgres(
  { databaseUrl, secret }: Config,
  file: string,
  { hash }: RestoreOptions,
  onProgress: Progress,
): Promise<RestoreReport> {
  const { contents, isSecretInside } = await restorePostgres(databaseUrl, file, onProgress);
  if (hash !== undefined && hash.toLowerCase() !== contents.hash) {
    throw new Error(
      `The restored rows have the hash ${contents.hash}, not ${hash}. Drop the database and use another backup.`,
    );
  }
  const kept = isSecretInside ? 'database' : 'missing';
  return { file, ...contents, secret: secret === undefined ? kept : 'environment' };
}

/** A log without its file would be applied to the file that is restored. */
function checkIsEmpty(path: string): void {
  if (existsSync(path) && hasTables(path)) {
    throw new Error(
      `${path} already holds data. Name a file that does not exist in DATABASE_URL, or move this one away.`,
    );
  }
  if (existsSync(`${path}-wal`)) {
    throw new Error(
      `${path}-wal belongs to another database. Move it away, or name another file in DATABASE_URL.`,
    );
  }
}

/** A file that cannot be read as a database is data too: it is never overwritten. */
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

function planSecret(file: string, target: string): RestoredSecret {
  const included = secretFileOfBackup(file);
  if (!existsSync(included)) return existsSync(target) ? 'kept' : 'missing';
  if (!existsSync(target)) return 'restored';
  if (readFileSync(target).equals(readFileSync(included))) return 'kept';
  throw new Error(
    `${target} is not the secret of this backup, which is in ${included}. Move one of them away.`,
  );
}

/** Before the database, so that no start finds the database without its secret. */
function putSecret(from: string, to: string): void {
  const part = `${to}.part`;
  rmSync(part, { force: true });
  copyFileSync(from, part);
  renameSync(part, to);
}

function checkHash(found: string, expected: string | undefined): void {
  if (expected === undefined || expected.toLowerCase() === found) return;
  throw new Error(
    `The rows of this backup have the hash ${found}, not ${expected}. Nothing was restored.`,
  );
}
