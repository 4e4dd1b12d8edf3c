import { closeSync, openSync, readSync } from 'node:fs';
import type { Client } from 'pg';
import { open } from '../db/connect.ts';
import { loadPg } from '../db/postgres.ts';
import { readContents } from './contents.ts';
import { fillPart } from './new-file.ts';
import {
  beginSnapshot,
  countTables,
  isSecretInside,
  iterateRows,
  listTables,
  readServerMajor,
} from './postgres-queries.ts';
import { majorIn, runTool, toolMajor } from './postgres-tools.ts';
import type { Progress } from './progress.ts';
import type { CopiedFile } from './sqlite-copy.ts';
import type { Table } from './sqlite-queries.ts';

const portable = ['--no-owner', '--no-privileges'];

/**
 * Dumps a PostgreSQL database to `PATH.part` with pg_dump, in its custom format, reads the whole dump
 * once, and counts and hashes the rows of the same snapshot. Throws an Error with a sentence if
 * pg_dump is missing or older than the server.
 */
export async function dumpPostgres(
  url: string,
  to: string,
  onProgress: Progress,
): Promise<CopiedFile> {
  return withClient(url, async (client) => {
    await checkDumper(await readServerMajor(client));
    const snapshot = await beginSnapshot(client);
    return fillPart(to, async (part) => {
      onProgress('Dumping', 0, 1);
      const format = ['--format=custom', `--snapshot=${snapshot}`, `--file=${part}`];
      await runTool('pg_dump', [...format, ...portable], url);
      onProgress('Dumping', 1, 1);
      await readDump(part, onProgress);
      return inspect(client, onProgress);
    });
  });
}

/**
 * Restores a dump into an empty database, in one transaction. Throws an Error with a sentence if the
 * database holds tables, the file is no whole dump, or a version does not fit; then nothing changed.
 */
export async function restorePostgres(
  url: string,
  file: string,
  onProgress: Progress,
): Promise<CopiedFile> {
  checkMagic(file);
  return withClient(url, async (client) => {
    if ((await countTables(client)) > 0) {
      throw new Error('The database already holds tables. Name an empty one in DATABASE_URL.');
    }
    await checkVersions(file, await readServerMajor(client));
    await readDump(file, onProgress);
    onProgress('Restoring', 0, 1);
    const whole = ['--single-transaction', '--exit-on-error'];
    await runTool('pg_restore', [...whole, ...portable, file], url);
    onProgress('Restoring', 1, 1);
    await beginSnapshot(client);
    return inspect(client, onProgress);
  });
}

/** All values as PostgreSQL writes them: as text. */
async function withClient<T>(url: string, use: (client: Client) => Promise<T>): Promise<T> {
  // Throws an error that says why the server does not answer.
  await (await open(url)).close();
  const asText = () => (value: string) => value;
  const pg = loadPg();
  const client = new pg.Client({ connectionString: url, types: { getTypeParser: asText } });
  await client.connect();
  try {
    return await use(client);
  } finally {
    await client.end();
  }
}

async function inspect(client: Client, onProgress: Progress) {
  const tables = await listTables(client);
  const rows = (table: Table) => iterateRows(client, table);
  const contents = await readContents({ tables, rows }, onProgress);
  return { contents, isSecretInside: await isSecretInside(client) };
}

async function readDump(file: string, onProgress: Progress): Promise<void> {
  onProgress('Checking', 0, 1);
  await runTool('pg_restore', ['--file=/dev/null', file]);
  onProgress('Checking', 1, 1);
}

async function checkDumper(server: number): Promise<void> {
  const dumper = await toolMajor('pg_dump');
  if (dumper >= server) return;
  throw new Error(
    `pg_dump is version ${dumper}, and the server is PostgreSQL ${server}. Install pg_dump ${server} or later.`,
  );
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
