import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { type BenchProject, createBenchProject } from '../bench-project.ts';
import { postRequest } from '../connection.ts';
import { type Figure, type Line, measureAlternately } from '../figure.ts';
import { cycle, runLoad } from '../load.ts';
import { type Program, startFloor, startTidings } from '../programs.ts';
import { feedRequestBody } from '../visitor.ts';

const requests = 100_000;
const connections = 50;

/** The time until the built server is ready, and its memory after 100,000 requests. */
export const footprint: Figure = async (folder) => {
  const databaseUrl = `sqlite:${join(folder, 'footprint.db')}`;
  const project = await createBenchProject(databaseUrl);
  const startOurs = () => startTidings({ databaseUrl, folder });
  const startEmpty = () => startFloor('hono');
  const floorName = 'an empty Hono server';
  const start: Line = {
    ...(await measureAlternately(
      () => startTime(startOurs),
      () => startTime(startEmpty),
    )),
    name: 'start to ready',
    unit: 'ms',
    floorName,
    target: { ratioAtMost: 8 },
  };
  const memory: Line = {
    ours: [await memoryAfterLoad(await startOurs(), project)],
    floor: [await memoryAfterLoad(await startEmpty(), project)],
    name: `memory after ${requests.toLocaleString('en')} requests`,
    unit: 'MB',
    floorName,
    target: { ratioAtMost: 3 },
  };
  return [start, memory];
};

/** Returns the milliseconds from the start of the process until it is ready. */
async function startTime(start: () => Promise<Program>): Promise<number> {
  const started = performance.now();
  const program = await start();
  const ms = performance.now() - started;
  await program.stop();
  return ms;
}

/** Returns the resident memory, in MB, after nine badges to one panel, as pages ask for them. */
async function memoryAfterLoad(program: Program, { publicKey }: BenchProject): Promise<number> {
  const wants = [...Array<string>(9).fill('badge'), 'panel'];
  const feedRequests = wants.map((want) =>
    postRequest('/v1/feed', feedRequestBody(publicKey, { want })),
  );
  await runLoad({
    port: program.port,
    requests: cycle(feedRequests),
    connections,
    count: requests,
  });
  const kilobytes = Number(execFileSync('ps', ['-o', 'rss=', '-p', String(program.pid)]));
  await program.stop();
  return kilobytes / 1024;
}
