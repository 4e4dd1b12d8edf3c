import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import { sqlitePath } from '../connect.ts';
import type { Database, Db } from '../database.ts';
import { commit } from '../transact.ts';
import { deleteSecret, findSecret, insertSecret } from './keys.ts';
import { readSecretFile, secretFileOf, writeSecretFile } from './secret-file.ts';

/** The secrets that the operator set. */
export interface ConfiguredSecrets {
  readonly secret: string | undefined;
  readonly secretPrevious: string | undefined;
}

/** The secrets of an instance, and where the current one is kept. */
export interface InstanceSecrets {
  /** The current secret first, then the previous ones. */
  secrets: [string, ...string[]];
  source: 'environment' | 'file' | 'table';
}

/**
 * The row of `instance_secret` that holds the secret: on PostgreSQL, and in version 0.1.0 on SQLite
 * too.
 */
const rowName = 'secret';
const secretBytes = 32;

/** The SQL that counts the rows with the secret itself: 1, or 0 if the table holds none. */
export const countSecretSql = `select count(*) as count from instance_secret where name = '${rowName}'`;

/**
 * Finds the secret: `SECRET`, or the one that this instance created. The created secret is in the
 * file `secret` beside an SQLite database, moved there from its table if necessary, and in a table
 * on PostgreSQL. If SECRET is set, the created secret counts as a previous one. Creates a secret if
 * there is none and `mayCreate`. Throws an Error if there is none, and if the file and the table
 * hold different secrets.
 */
export async function findSecrets(
  database: Database,
  { secret, secretPrevious }: ConfiguredSecrets,
  { mayCreate, now }: { mayCreate: boolean; now: Date },
): Promise<InstanceSecrets> {
  const path = sqlitePath(database.url);
  const file = path === undefined ? undefined : secretFileOf(path);
  const shouldCreate = secret === undefined && mayCreate;
  const stored = await commit(database, (trx) =>
    file === undefined
      ? findOrCreateInTable(trx, shouldCreate, now)
      : findOrCreateInFile(trx, file, shouldCreate),
  );
  const current = secret ?? stored;
  if (current === undefined) throw secretMissingError(file);
  const previous = [secretPrevious, stored].filter((one) => one !== undefined && one !== current);
  const storedIn = file === undefined ? 'table' : 'file';
  return {
    secrets: [current, ...new Set(previous as string[])],
    source: secret === undefined ? storedIn : 'environment',
  };
}

/** Deletes the secret from its table, when it no longer protects anything. */
export async function deleteTableSecret(trx: Db): Promise<void> {
  await deleteSecret(trx, rowName);
}

async function findOrCreateInTable(
  trx: Db,
  shouldCreate: boolean,
  now: Date,
): Promise<string | undefined> {
  if (shouldCreate) await insertSecret(trx, rowName, newSecret(), now);
  return findSecret(trx, rowName);
}

/**
 * The transaction keeps other processes out. The file is on the disk before the row is deleted, so
 * a process that is killed in between leaves both, with the same secret.
 */
async function findOrCreateInFile(
  trx: Db,
  file: string,
  shouldCreate: boolean,
): Promise<string | undefined> {
  const row = await findSecret(trx, rowName);
  const fromFile = readSecretFile(file);
  if (row !== undefined && fromFile !== undefined && row !== fromFile)
    throw secretConflictError(file);
  const secret = fromFile ?? row ?? (shouldCreate ? newSecret() : undefined);
  if (secret !== undefined && fromFile === undefined) writeSecretFile(file, secret);
  if (row !== undefined) await deleteSecret(trx, rowName);
  return secret;
}

/**
 * Removes overwritten data from SQLite's files. `secure_delete` clears the data in its page; this
 * checkpoint writes the page to the file and empties the write-ahead log, which may hold earlier
 * states of the page.
 */
export async function truncateWal({ dialect, writer }: Database): Promise<void> {
  if (dialect !== 'sqlite') return;
  await sql`pragma wal_checkpoint(truncate)`.execute(writer);
}

function newSecret(): string {
  return randomBytes(secretBytes).toString('base64url');
}

function secretMissingError(file: string | undefined): Error {
  const places =
    file === undefined ? 'SECRET is not set' : `there is no file ${file} and no SECRET`;
  return new Error(
    `The secret of this database is missing: ${places}. Without the secret, everyone has to sign in again, and HS256 token keys are lost. Restore the secret, or continue without it: tidings serve --accept-new-secret`,
  );
}

function secretConflictError(file: string): Error {
  return new Error(
    `The file ${file} belongs to another database: this database has its own secret in the table instance_secret. Move the database to its own folder.`,
  );
}
