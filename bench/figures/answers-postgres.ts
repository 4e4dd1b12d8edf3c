import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { providePostgres } from '../../test/support/postgres.ts';
import { createBenchProject, expectAllCounted } from '../bench-project.ts';
import { type Figure, type Line, measureAlternately } from '../figure.ts';
import { runLoad } from '../load.ts';
import { type Program, startTidings } from '../programs.ts';
import { fetchTicket, freshAnswers } from '../visitor.ts';

const connections = 256;
/** Fewer: with one answer per commit, the last of 256 would wait longer than the 5 s allowed. */
const floorConnections = 32;
const seconds = 1.5;

/** Answers per second that one node acknowledges on a PostgreSQL that syncs each commit. */
export const answersPostgres: Figure = async (folder) => {
  const postgres = await providePostgres('synced');
  const databaseUrl = await createDatabase(postgres.url);
  const project = await createBenchProject(databaseUrl);
  const server = await startTidings({ databaseUrl, folder });
  const single = await startTidings({ databaseUrl, folder, answersPerCommit: 1 });
  const requests = freshAnswers(project, await fetchTicket(server, project));
  const loadOn =
    ({ port }: Program, connections: number) =>
    () =>
      runLoad({ port, requests, connections, seconds, awake: false });
  const line: Line = {
    ...(await measureAlternately(loadOn(server, connections), loadOn(single, floorConnections))),
    name: `answers, PostgreSQL, ${connections} connections`,
    unit: '/s',
    floorName: 'one answer per commit',
    target: { ratioAtLeast: 2 },
  };
  await single.stop();
  await server.stop();
  await expectAllCounted(databaseUrl);
  await postgres.stop();
  return [line];
};

async function createDatabase(url: string): Promise<string> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query("select current_setting('fsync') as fsync");
  if (rows[0].fsync !== 'on') throw new Error('This PostgreSQL does not sync: fsync is off.');
  const name = `bench_${randomUUID().replaceAll('-', '')}`;
  await client.query(`create database ${name}`);
  await client.end();
  const databaseUrl = new URL(url);
  databaseUrl.pathname = name;
  return databaseUrl.href;
}
