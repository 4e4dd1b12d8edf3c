import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { providePostgres } from '../../test/support/postgres.ts';
import { type Figure, inTurn, type Line } from '../figure.ts';
import { press } from '../load.ts';
import { type Program, startTidings } from '../programs.ts';
import { freshAnswers, takeTicket } from '../visitor.ts';
import { expectAllCounted, makeWorld } from '../world.ts';

const connections = 256;
/** One answer per commit: of 256 that wait in turn, the last would wait longer than the 5 s allowed. */
const floorConnections = 32;
const seconds = 1.5;

/** Answers acknowledged per second by one node on a PostgreSQL that syncs each commit. */
export const answersPostgres: Figure = async (folder) => {
  const postgres = await providePostgres('synced');
  const databaseUrl = await createDatabase(postgres.url);
  const world = await makeWorld(databaseUrl);
  const server = await startTidings({ databaseUrl, folder });
  const single = await startTidings({ databaseUrl, folder, answersPerCommit: 1 });
  const requests = freshAnswers(world, await takeTicket(server, world));
  const pressOn =
    ({ port }: Program, connections: number) =>
    () =>
      press({ port, requests, connections, seconds, awake: false });
  const line: Line = {
    ...(await inTurn(pressOn(server, connections), pressOn(single, floorConnections))),
    name: `answers, PostgreSQL, ${connections} connections`,
    unit: '/s',
    against: 'one answer per commit',
    wanted: { ratioAtLeast: 2 },
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
  const made = new URL(url);
  made.pathname = name;
  return made.href;
}
