import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { openSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, mergeConfig } from 'vite';
import { trustedPeers } from '../test/support/networks.ts';
import { freePort } from '../test/support/ports.ts';
import viteConfig from '../vite.config.ts';

/** A program that listens on a port of this machine, on a core of its own. */
export interface Program {
  port: number;
  pid: number;
  stop(): Promise<void>;
}

const outputFolder = fileURLToPath(new URL('../dist/bench/', import.meta.url));
const programs = ['bytes', 'hono', 'answers-unstored', 'lexer', 'tidings'] as const;
export type FloorName = Exclude<(typeof programs)[number], 'tidings'>;

const readyMs = 20_000;
/** Flags for profiling: `BENCH_NODE_FLAGS="--cpu-prof"`. */
const nodeFlags = process.env.BENCH_NODE_FLAGS?.split(' ') ?? [];
const canPin = spawnSync('taskset', ['-c', '0,1', 'true']).status === 0;
const serverCore = canPin ? ['taskset', '-c', '0'] : [];

/** The running programs. None outlives the bench, however it ends. */
const children = new Set<ChildProcess>();
process.once('exit', () => {
  for (const child of children) child.kill('SIGKILL');
});

/** The cores that the programs run on, for the head of the table. */
export const cores = canPin ? 'servers on core 0, load on core 1' : 'cores not pinned: no taskset';

/** Builds the server, its floors, the widget and the dashboard, all as they are shipped. */
export async function buildPrograms(): Promise<void> {
  const input = Object.fromEntries(programs.map((name) => [name, `bench/programs/${name}.ts`]));
  const serverConfig = viteConfig({ command: 'build', mode: 'production' });
  const overrides = {
    build: { outDir: 'dist/bench', rolldownOptions: { input } },
    logLevel: 'warn',
  };
  await build({ ...mergeConfig(serverConfig, overrides), configFile: false });
  for (const mode of ['widget', 'loader', 'admin']) {
    const config = viteConfig({ command: 'build', mode });
    await build({ ...mergeConfig(config, { logLevel: 'warn' }), mode, configFile: false });
  }
}

/** Moves this process, which generates the load, off the servers' core. */
export const pinLoad = () => runOn('1');

/** Lets this process, and programs that it starts from now on, use every core. */
export const unpinLoad = () => runOn('0-1');

function runOn(cores: string): void {
  if (canPin) execFileSync('taskset', ['-a', '-p', '-c', cores, String(process.pid)]);
}

/** Starts a floor, which prints its port. */
export async function startFloor(name: FloorName, ...args: string[]): Promise<Program> {
  const child = startPinned([join(outputFolder, `${name}.js`), ...args], { stdout: 'pipe' });
  if (!child.stdout) throw new Error('The floor has no output.');
  const [portText] = await once(child.stdout, 'data');
  return { port: Number(portText), pid: child.pid ?? 0, stop: () => stop(child) };
}

export interface TidingsOptions {
  databaseUrl: string;
  /** The folder of the log, which is written as a container's would be. */
  folder: string;
  /** Overrides the server's default. */
  answersPerCommit?: number;
}

/** Starts the server as it is shipped, and waits until it is ready. */
export async function startTidings(options: TidingsOptions): Promise<Program> {
  const { databaseUrl, folder, answersPerCommit } = options;
  const port = await freePort();
  const command =
    answersPerCommit === undefined
      ? [join(outputFolder, 'cli.js'), 'serve']
      : [join(outputFolder, 'tidings.js'), String(answersPerCommit)];
  const child = startPinned(command, {
    stdout: openSync(join(folder, 'server.log'), 'a'),
    settings: {
      DATABASE_URL: databaseUrl,
      PORT: String(port),
      RATE_LIMITS: 'count',
      ...trustedPeers,
    },
  });
  await waitUntilReady(`http://127.0.0.1:${port}/readyz`, child);
  return { port, pid: child.pid ?? 0, stop: () => stop(child) };
}

function startPinned(
  args: string[],
  { stdout, settings = {} }: { stdout: 'pipe' | number; settings?: Record<string, string> },
): ChildProcess {
  const [program = '', ...rest] = [...serverCore, process.execPath, ...nodeFlags, ...args];
  const env = { PATH: process.env.PATH, ...settings };
  const child = spawn(program, rest, { env, stdio: ['ignore', stdout, 'inherit'] });
  children.add(child);
  child.once('exit', () => children.delete(child));
  return child;
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGINT');
  await ended;
}

async function waitUntilReady(url: string, child: ChildProcess): Promise<void> {
  for (const until = Date.now() + readyMs; Date.now() < until && child.exitCode === null; ) {
    const reply = await fetch(url).catch(() => undefined);
    if (reply?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  throw new Error('The server did not become ready.');
}
