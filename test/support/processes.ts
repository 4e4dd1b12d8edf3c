import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, inject } from 'vitest';
import { builtCommand } from './build.ts';
import { freePort } from './ports.ts';

/** How a process ended: its exit code, or the signal that ended it. */
export interface ProcessExit {
  code: number | null;
  signal: NodeJS.Signals | null;
  stdout: string;
  stderr: string;
}

/** A process of ours that is still running. */
export interface RunningProcess {
  pid: number;
  /** All that it has written so far, both streams in order of arrival. */
  output(): string;
  /** The first match in its output; rejects when it ends without one or the deadline passes. */
  waitFor(pattern: RegExp, deadlineMs?: number): Promise<RegExpMatchArray>;
  /** Sends a signal (SIGTERM by default) and waits for the end. */
  kill(signal?: NodeJS.Signals): Promise<ProcessExit>;
  ended: Promise<ProcessExit>;
}

/** A server that has answered `/readyz`. */
export interface RunningServer extends RunningProcess {
  url: string;
}

export type Environment = Record<string, string | undefined>;

/** Nothing of the tester's own settings reaches the process but what finding programs needs. */
const inherited = ['PATH', 'HOME', 'TMPDIR', 'LANG', 'TZ', 'SystemRoot'];
const startDeadlineMs = 20_000;
const runningChildren = new Set<ChildProcess>();

afterAll(() => {
  for (const child of runningChildren) child.kill('SIGKILL');
});

/** Runs the built command line to its end; `input` is what it reads from standard input. */
export async function runTidings(
  args: string[],
  environment: Environment = {},
  input = '',
): Promise<ProcessExit> {
  return startBuilt(args, environment, input).ended;
}

/** Starts `tidings serve`, on a free port of this machine if none is named, and waits until it is ready. */
export async function startServer(
  environment: Environment,
  command = builtCommand,
  options: string[] = [],
): Promise<RunningServer> {
  const port = environment.PORT ?? (await freePort());
  const url = `http://127.0.0.1:${port}`;
  const listening = { PORT: String(port), HOST: '127.0.0.1', DEMO_PORT: '0' };
  const running = startBuilt(['serve', ...options], { ...listening, ...environment }, '', command);
  await waitUntilReady(`${url}/readyz`, running);
  return { ...running, url };
}

function startBuilt(
  args: string[],
  environment: Environment,
  input = '',
  command = builtCommand,
): RunningProcess {
  const problem = inject('buildProblem');
  if (problem) throw new Error(problem);
  return startNode([command, ...args], environment, input);
}

/** Starts Node with these arguments; the process is killed after the test file if it still runs. */
export function startNode(
  args: string[],
  environment: Environment = {},
  input = '',
): RunningProcess {
  const inheritedEnvironment = Object.fromEntries(
    inherited.map((name) => [name, process.env[name]]),
  );
  const child = spawn(process.execPath, args, { env: { ...inheritedEnvironment, ...environment } });
  runningChildren.add(child);
  child.stdin.on('error', () => {});
  child.stdin.end(input);
  const output = collect(child);
  const ended = waitForExit(child, output);
  return {
    pid: child.pid ?? 0,
    output: () => output.both,
    waitFor: (pattern, deadlineMs = startDeadlineMs) =>
      waitForMatch(child, output, pattern, deadlineMs),
    kill: (signal = 'SIGTERM') => {
      child.kill(signal);
      return ended;
    },
    ended,
  };
}

interface ProcessOutput {
  stdout: string;
  stderr: string;
  both: string;
}

function collect(child: ChildProcess): ProcessOutput {
  const output: ProcessOutput = { stdout: '', stderr: '', both: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name]?.setEncoding('utf8').on('data', (chunk: string) => {
      output[name] += chunk;
      output.both += chunk;
    });
  }
  return output;
}

async function waitForExit(child: ChildProcess, output: ProcessOutput): Promise<ProcessExit> {
  const [code, signal] = await once(child, 'close');
  runningChildren.delete(child);
  return { code, signal, stdout: output.stdout, stderr: output.stderr };
}

async function waitForMatch(
  child: ChildProcess,
  output: ProcessOutput,
  pattern: RegExp,
  deadlineMs: number,
): Promise<RegExpMatchArray> {
  const deadline = Date.now() + deadlineMs;
  for (;;) {
    const match = output.both.match(pattern);
    if (match) return match;
    if (!runningChildren.has(child))
      throw new Error(`It ended without ${pattern}:\n${output.both}`);
    if (Date.now() > deadline) throw new Error(`No ${pattern} in time:\n${output.both}`);
    await sleep(10);
  }
}

async function waitUntilReady(url: string, running: RunningProcess): Promise<void> {
  const deadline = Date.now() + startDeadlineMs;
  let exit: ProcessExit | undefined;
  running.ended.then((processExit) => {
    exit = processExit;
  });
  for (;;) {
    const reply = await fetch(url).catch(() => undefined);
    if (reply?.ok) return;
    if (exit || Date.now() > deadline) {
      throw new Error(`The server did not become ready:\n${running.output()}`);
    }
    await sleep(20);
  }
}
