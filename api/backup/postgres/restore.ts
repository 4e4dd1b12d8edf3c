import { closeSync, openSync, readSync } from 'node:fs';
import type { Client } from 'pg';
import type { Config } from '../../config.ts';
import { changeSecret } from '../change-secret.ts';
import type { BackupProgress } from '../progress.ts';
import { checkHash, type RestoredBackup, type RestoreOptions } from '../restore-options.ts';
import { checkSchema } from '../schema-check.ts';
import { expectAccepted, planSecret, type SecretPlan } from '../secret-plan.ts';
import { protectedTables, type StoredRows, textOf } from '../stored-rows.ts';
import { parseCopies } from './copy-text.ts';
import { inspect, portable, readDump, withClient } from './dump.ts';
import {
  beginSnapshot,
  countRestores,
  countTables,
  dropTables,
  readServerMajor,
} from './queries.ts';
import { majorIn, runTool } from './tools.ts';

/**
 * Restores a dump into an empty database, in one transaction. The version and the secret are read
 * from the dump first, so the database is not touched before both are right. Throws an Error with a
 * sentence if anything is wrong; then the database is as empty as before.
 */
export async function restorePostgres(
  config: Config,
  file: string,
  options: RestoreOptions,
  onProgress: BackupProgress,
): Promise<RestoredBackup> {
  checkMagic(file);
  return withClient(config.databaseUrl, async (client) => {
    await checkIsEmpty(client);
    await checkVersions(file, await readServerMajor(client));
    await readDump(file, onProgress);
    const { secret, lost } = await planFor(config, file, options);
    await runRestore(client, config.databaseUrl, file, onProgress);
    try {
      await beginSnapshot(client);
      const { contents } = await inspect(client, onProgress);
      await client.query('rollback');
      checkHash(contents.hash, options.hash);
      if (lost) await changeSecret(config.databaseUrl, config, options.now, onProgress);
      return { contents, secret, lost };
    } catch (error) {
      throw await undo(client, error);
    }
  });
}

/** Throws an Error that says so if the restore failed because another one was faster. */
async function runRestore(
  client: Client,
  url: string,
  file: string,
  onProgress: BackupProgress,
): Promise<void> {
  onProgress('Restoring', 0, 1);
  const atomicOptions = ['--single-transaction', '--exit-on-error'];
  try {
    await runTool('pg_restore', [...atomicOptions, ...portable, file], url);
  } catch (error) {
    await checkHoldsNoTables(client);
    throw error;
  }
  onProgress('Restoring', 1, 1);
}

/** Drops the restored tables, and returns the error to throw. */
async function undo(client: Client, error: unknown): Promise<unknown> {
  try {
    await client.query('rollback');
    await dropTables(client);
    return error;
  } catch {
    const { message } = error as Error;
    return new Error(`${message}\nThe database could not be emptied again. Drop its tables.`, {
      cause: error,
    });
  }
}

/**
 * Checks for running restores too: a pg_restore whose command was killed goes on by itself, and its
 * tables are not visible yet.
 */
async function checkIsEmpty(client: Client): Promise<void> {
  if ((await countRestores(client)) > 0) {
    throw new Error('Another restore into this database is running. Wait until it ends.');
  }
  await checkHoldsNoTables(client);
}

async function checkHoldsNoTables(client: Client): Promise<void> {
  if ((await countTables(client)) > 0) {
    throw new Error(
      'The database already contains tables. Set DATABASE_URL to an empty database. If the tables are from an interrupted restore, they are complete: start Tidings, or drop the tables and restore again.',
    );
  }
}

async function planFor(
  config: Config,
  file: string,
  { acceptNewSecret, now }: RestoreOptions,
): Promise<SecretPlan> {
  const rows = await readStoredRows(file);
  checkSchema(
    file,
    rows.migration
      .map((row) => textOf(row, 'name'))
      .sort()
      .at(-1) ?? '',
  );
  const plan = planSecret(rows, config, { included: undefined, present: undefined }, now);
  expectAccepted(plan.lost, acceptNewSecret, file);
  return plan;
}

async function readStoredRows(file: string): Promise<StoredRows> {
  const tables = protectedTables.map((name) => `--table=${name}`);
  const script = await runTool('pg_restore', ['--data-only', ...tables, '--file=-', file]);
  const tableRows = parseCopies(script);
  const entries = protectedTables.map((name) => [name, tableRows.get(name) ?? []]);
  return Object.fromEntries(entries);
}

async function checkVersions(file: string, server: number): Promise<void> {
  const list = await runTool('pg_restore', ['--list', file]);
  const from = majorIn(/Dumped from database version: (.*)/.exec(list)?.[1] ?? '');
  if (from <= server) return;
  throw new Error(
    `This backup is from PostgreSQL ${from}, and the server is PostgreSQL ${server}. Restore it to PostgreSQL ${from} or later.`,
  );
}

function checkMagic(path: string): void {
  const start = Buffer.alloc(5);
  const file = openSync(path, 'r');
  try {
    readSync(file, start, 0, start.length, 0);
  } finally {
    closeSync(file);
  }
  if (start.toString('latin1') === 'PGDMP') return;
  throw new Error(`${path} is not a backup of a PostgreSQL database.`);
}
