import type { Client } from 'pg';
import { open } from '../../db/connect.ts';
import { loadPg } from '../../db/postgres/pool.ts';
import { readContents } from '../contents.ts';
import { fillPart } from '../new-file.ts';
import type { BackupProgress } from '../progress.ts';
import type { CopiedFile } from '../sqlite/copy.ts';
import type { Table } from '../sqlite/queries.ts';
import {
  beginSnapshot,
  isSecretInside,
  iterateRows,
  listTables,
  readServerMajor,
} from './queries.ts';
import { runTool, toolMajor } from './tools.ts';

/** Options for both programs: roles of the dumped server may not exist on another server. */
export const portable = ['--no-owner', '--no-privileges'];

/**
 * Dumps a PostgreSQL database to `PATH.part` with pg_dump, in its custom format, checks that the
 * whole dump can be read, and counts and hashes the rows of the same snapshot. Throws an Error with
 * a sentence if pg_dump is missing or older than the server.
 */
export async function dumpPostgres(
  url: string,
  to: string,
  onProgress: BackupProgress,
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

/** Connects for one task. All values arrive as text, as PostgreSQL writes them. */
export async function withClient<T>(url: string, use: (client: Client) => Promise<T>): Promise<T> {
  // `open` throws an Error that says why the server does not answer.
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

/** Counts and hashes the rows of the client's snapshot. */
export async function inspect(client: Client, onProgress: BackupProgress): Promise<CopiedFile> {
  const tables = await listTables(client);
  const rows = (table: Table) => iterateRows(client, table);
  const contents = await readContents({ tables, rows }, onProgress);
  return { contents, isSecretInside: await isSecretInside(client) };
}

/** Throws an Error unless pg_restore can read the whole dump. */
export async function readDump(file: string, onProgress: BackupProgress): Promise<void> {
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
