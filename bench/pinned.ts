import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, openSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import type { Load, Measured } from './load.ts';

/** The server has one core for itself, the load the other. */
const serverCore = '0';
const loadCore = '1';

export const folder = mkdtempSync(join(tmpdir(), 'tidings-bench-'));

/** Something that answers on a port of this machine. */
export interface Target {
  port: number;
  stop(): Promise<void>;
}

/** Starts the built server on a database; its log goes to a file, as a container's would. */
export async function startTidings(cli: string, databaseUrl: string): Promise<Target> {
  const port = 20_000 + Math.floor(Math.random() * 20_000);
  const log = openSync(join(folder, 'server.log'), 'a');
  const settings = { DATABASE_URL: databaseUrl, PORT: String(port), RATE_LIMITS: 'count' };
  const flags = process.env.BENCH_NODE_FLAGS?.split(' ') ?? [];
  const child = spawn('taskset', ['-c', serverCore, process.execPath, ...flags, cli, 'serve'], {
    env: { PATH: process.env.PATH, ...settings },
    stdio: ['ignore', log, 'inherit'],
  });
  await ready(`http://127.0.0.1:${port}/readyz`);
  return { port, stop: () => stop(child) };
}

/** Starts the floor that writes these bytes. */
export async function startFloor(body: string): Promise<Target> {
  const path = join(folder, 'floor.json');
  writeFileSync(path, body);
  const script = new URL('./floor.ts', import.meta.url).pathname;
  const child = spawn(
    'taskset',
    ['-c', serverCore, process.execPath, '--import', 'tsx', script, path],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  const [first] = await once(child.stdout, 'data');
  return { port: Number(first), stop: () => stop(child) };
}

/** Puts a load on a port and gives the requests that were answered per second. */
export async function press(load: Load): Promise<number> {
  const script = new URL('./load.ts', import.meta.url).pathname;
  const child = spawn('taskset', ['-c', loadCore, process.execPath, '--import', 'tsx', script], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  child.stdin.end(JSON.stringify(load));
  const measured: Measured = JSON.parse(await text(child.stdout));
  if (measured.refused > 0) throw new Error(`${measured.refused} requests were refused.`);
  return measured.answered / measured.seconds;
}

async function stop(child: ChildProcess): Promise<void> {
  child.kill('SIGTERM');
  if (child.exitCode === null) await once(child, 'exit');
}

async function ready(url: string): Promise<void> {
  for (const until = Date.now() + 20_000; Date.now() < until; ) {
    const reply = await fetch(url).catch(() => undefined);
    if (reply?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('The server did not become ready.');
}
