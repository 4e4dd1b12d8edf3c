import { chmodSync, constants, copyFileSync, existsSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { type Config, withoutPassword } from '../config.ts';
import { isSqlite, openExisting, pathOf } from '../db/connect.ts';
import { secretPath } from '../db/sqlite/file-modes.ts';
import { realPath } from '../db/sqlite/file-slots.ts';
import type { Contents } from './contents.ts';
import { discardPart, putInPlace } from './new-file.ts';
import { dumpPostgres } from './postgres/dump.ts';
import type { BackupProgress } from './progress.ts';
import { describeContents, inMegabytes } from './report-text.ts';
import { locateSecret, type SecretLocation, secretFileOfBackup } from './secret-file.ts';
import { copySqlite } from './sqlite/copy.ts';

export interface BackupOptions {
  withSecret: boolean;
}

/** The report of a backup, as `--json` prints it. */
export interface BackupReport extends Contents {
  file: string;
  bytes: number;
  /** The place of the instance's secret. */
  secret: SecretLocation;
  /** The file beside the backup that holds the secret, if it was asked for and needed. */
  secretFile: string | null;
}

/**
 * `tidings backup`: writes a checked copy of the database to a new file with mode 0600, even while
 * a server is running. Throws an Error with a sentence if that is impossible; then no file of this
 * name is left.
 */
export async function backUp(
  config: Config,
  file: string,
  { withSecret }: BackupOptions,
  onProgress: BackupProgress,
): Promise<BackupReport> {
  checkTarget(file, withSecret);
  return isSqlite(config.databaseUrl)
    ? backUpSqlite(config, file, withSecret, onProgress)
    : backUpPostgres(config, file, onProgress);
}

/** The report as lines of text. */
export function describeBackup(report: BackupReport, databaseUrl: string): string[] {
  const { file, bytes } = report;
  return [
    `Backed up ${withoutPassword(databaseUrl)} to ${file} (${inMegabytes(bytes)}).`,
    ...describeContents(report),
    `  secret  ${describeSecret(report)}`,
  ];
}

function describeSecret({ secret, secretFile }: BackupReport): string {
  if (secretFile) return `included, in ${secretFile}. Keep both files private.`;
  const sentences: Record<SecretLocation, string> = {
    environment: 'not included: it is in the variable SECRET. Keep a copy of it elsewhere.',
    database: 'included, because the database contains it. Keep this file private.',
    file: 'not included. Keep a copy of the file "secret", or use --with-secret.',
    none: 'not included: this instance has none yet.',
  };
  return sentences[secret];
}

function checkTarget(file: string, withSecret: boolean): void {
  for (const path of withSecret ? [file, secretFileOfBackup(file)] : [file]) {
    if (existsSync(path)) {
      throw new Error(`${path} already exists. Choose another name, or move that file.`);
    }
  }
  const folder = dirname(file);
  if (!existsSync(folder) || !statSync(folder).isDirectory()) {
    throw new Error(`There is no folder ${folder}. Create it, or choose another one.`);
  }
}

/** Keeps the database open during the copy, so that the log that the copy reads from stays. */
async function backUpSqlite(
  { databaseUrl, secret }: Config,
  file: string,
  withSecret: boolean,
  onProgress: BackupProgress,
): Promise<BackupReport> {
  const path = realPath(pathOf(databaseUrl));
  const database = await openExisting(databaseUrl);
  try {
    const { contents, isSecretInside } = await copySqlite(path, file, onProgress);
    const location = locateSecret(secret, isSecretInside, secretPath(path));
    const secretFile = withSecret && location === 'file' ? secretFileOfBackup(file) : null;
    if (secretFile) copySecret(secretPath(path), secretFile, file);
    putInPlace(file);
    return { file, bytes: statSync(file).size, ...contents, secret: location, secretFile };
  } finally {
    await database.close();
  }
}

/** On PostgreSQL the secret is in the database, and so in the dump, unless `SECRET` is set. */
async function backUpPostgres(
  { databaseUrl, secret }: Config,
  file: string,
  onProgress: BackupProgress,
): Promise<BackupReport> {
  const { contents, isSecretInside } = await dumpPostgres(databaseUrl, file, onProgress);
  putInPlace(file);
  const location = locateSecret(secret, isSecretInside, undefined);
  return { file, bytes: statSync(file).size, ...contents, secret: location, secretFile: null };
}

function copySecret(from: string, to: string, file: string): void {
  try {
    copyFileSync(from, to, constants.COPYFILE_EXCL);
    chmodSync(to, 0o600);
  } catch (cause) {
    discardPart(file);
    throw new Error(`The secret cannot be copied from ${from} to ${to}. Nothing was backed up.`, {
      cause,
    });
  }
}
