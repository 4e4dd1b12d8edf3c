import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { postRequest } from '../connection.ts';
import { type Figure, inTurn, type Line } from '../figure.ts';
import { cycle, press } from '../load.ts';
import { type Program, startFloor, startTidings } from '../programs.ts';
import { askFeed } from '../visitor.ts';
import { makeWorld, type World } from '../world.ts';

const requests = 100_000;
const connections = 50;

/** How long the built server takes to be ready, and the memory it has after 100,000 requests. */
export const footprint: Figure = async (folder) => {
  const databaseUrl = `sqlite:${join(folder, 'footprint.db')}`;
  const world = await makeWorld(databaseUrl);
  const startOurs = () => startTidings({ databaseUrl, folder });
  const startEmpty = () => startFloor('hono');
  const against = 'an empty Hono server';
  const start: Line = {
    ...(await inTurn(
      () => startTime(startOurs),
      () => startTime(startEmpty),
    )),
    name: 'start to ready',
    unit: 'ms',
    against,
    wanted: { ratioAtMost: 8 },
  };
  const memory: Line = {
    ours: [await memoryAfterLoad(await startOurs(), world)],
    floor: [await memoryAfterLoad(await startEmpty(), world)],
    name: `memory after ${requests.toLocaleString('en')} requests`,
    unit: 'MB',
    against,
    wanted: { ratioAtMost: 3 },
  };
  return [start, memory];
};

/** From the start of the process to its first answer. */
async function startTime(start: () => Promise<Program>): Promise<number> {
  const started = performance.now();
  const program = await start();
  const ms = performance.now() - started;
  await program.stop();
  return ms;
}

/** Badges, and one panel among ten, as pages ask for them; in MB resident. */
async function memoryAfterLoad(program: Program, { publicKey }: World): Promise<number> {
  const wants = [...Array<string>(9).fill('badge'), 'panel'];
  const asks = wants.map((want) => postRequest('/v1/feed', askFeed(publicKey, { want })));
  await press({ port: program.port, requests: cycle(asks), connections, count: requests });
  const kilobytes = Number(execFileSync('ps', ['-o', 'rss=', '-p', String(program.pid)]));
  await program.stop();
  return kilobytes / 1024;
}
