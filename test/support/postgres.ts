import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdtempSync,
  openSync,
  readFileSync,
  statfsSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { freePort } from './ports.ts';
import { findPostgres } from './postgres-binaries.ts';

/** A PostgreSQL on which tests may make and drop databases. */
export interface PostgresServer {
  url: string;
  stop(): Promise<void>;
}

const startDeadlineMs = 30_000;

/**
 * Whether commits are synced. Tests are careless: only our own processes are killed, never the
 * machine.
 */
export type Durability = 'careless' | 'synced';

/**
 * TEST_DATABASE_URL where it is set (its user must be allowed to create databases), else a private
 * cluster in a temporary folder, gone at the end of the run however it ends.
 */
export async function providePostgres(
  durability: Durability = 'careless',
): Promise<PostgresServer> {
  const configuredUrl = process.env.TEST_DATABASE_URL;
  if (configuredUrl) return { url: configuredUrl, stop: async () => {} };
  const parentFolder = durability === 'synced' ? tmpdir() : largeTempFolder();
  const folder = mkdtempSync(join(parentFolder, 'tidings-postgres-'));
  const owner = clusterOwner();
  if (owner) chownSync(folder, owner.uid, owner.gid);
  const bin = binariesFor(owner, folder);
  const password = initialise(bin, folder, owner);
  const port = await freePort();
  const settings = [`port=${port}`, ...settingsFor(durability)];
  const supervisor = start(bin, folder, settings, owner);
  const url = `postgres://tidings:${password}@127.0.0.1:${port}/postgres`;
  await waitUntilReady(url, supervisor, join(folder, 'log'));
  return { url, stop: () => stop(supervisor) };
}

/** Memory where the machine has plenty: a database is hundreds of files, and each test makes one. */
function largeTempFolder(): string {
  const memory = '/dev/shm';
  if (!existsSync(memory)) return tmpdir();
  const { bavail, bsize } = statfsSync(memory);
  return bavail * bsize >= 2 * 1024 ** 3 ? memory : tmpdir();
}

interface Owner {
  uid: number;
  gid: number;
}

/** Who owns a cluster if this process is root, whom PostgreSQL refuses. Undefined otherwise. */
export function clusterOwner(): Owner | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const users = readFileSync('/etc/passwd', 'utf8').split('\n');
  const entry = ['postgres', 'nobody']
    .map((name) => users.find((line) => line.startsWith(`${name}:`)))
    .find((line) => line !== undefined);
  const [, , uid, gid] = (entry ?? 'nobody:x:65534:65534').split(':');
  return { uid: Number(uid), gid: Number(gid) };
}

/** The binaries, copied next to the cluster where its owner may not read them (root's home). */
function binariesFor(owner: Owner | undefined, folder: string): string {
  const bin = findPostgres();
  try {
    execFileSync(join(bin, 'postgres'), ['--version'], { ...owner, cwd: '/', stdio: 'ignore' });
    return bin;
  } catch {
    const copy = join(folder, 'software');
    cpSync(join(bin, '..'), copy, { recursive: true, verbatimSymlinks: true });
    chmodSync(copy, 0o755);
    return join(copy, 'bin');
  }
}

/** The default collation is a language's, so that a text column without COLLATE "C" shows. */
function initialise(bin: string, folder: string, owner: Owner | undefined): string {
  const password = randomBytes(16).toString('hex');
  const passwordFile = join(folder, 'password');
  writeFileSync(passwordFile, password, { mode: 0o600 });
  if (owner) chownSync(passwordFile, owner.uid, owner.gid);
  const options = `--username=tidings --auth=password --pwfile=${passwordFile} --no-sync
    --encoding=UTF8 --locale=C --locale-provider=icu --icu-locale=en-US`.split(/\s+/);
  execFileSync(join(bin, 'initdb'), ['-D', join(folder, 'cluster'), ...options], {
    ...owner,
    cwd: folder,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  return password;
}

function settingsFor(durability: Durability): string[] {
  const settings = [
    'listen_addresses=127.0.0.1',
    'unix_socket_directories=',
    'max_connections=200',
    'max_wal_size=256MB',
  ];
  return durability === 'synced' ? settings : [...settings, 'fsync=off', 'full_page_writes=off'];
}

/**
 * The shell waits for the end of its input, which comes when this process ends, even by `kill -9`,
 * then stops the server and clears the folder. It has a session of its own, out of reach of Ctrl-C.
 */
function start(bin: string, folder: string, settings: string[], owner?: Owner): ChildProcess {
  const script = 'folder=$1; shift; "$@" & cat; kill -INT $!; wait $!; rm -rf "$folder"';
  const command = [join(bin, 'postgres'), '-D', join(folder, 'cluster')];
  for (const setting of settings) command.push('-c', setting);
  const log = openSync(join(folder, 'log'), 'w');
  return spawn('/bin/sh', ['-c', script, 'sh', folder, ...command], {
    ...owner,
    cwd: folder,
    detached: true,
    stdio: ['pipe', log, log],
  });
}

async function waitUntilReady(url: string, supervisor: ChildProcess, log: string): Promise<void> {
  const deadline = Date.now() + startDeadlineMs;
  for (;;) {
    const client = new pg.Client({ connectionString: url });
    try {
      await client.connect();
      return await client.end();
    } catch (error) {
      if (Date.now() < deadline && supervisor.exitCode === null) await sleep(50);
      else
        throw new Error(`PostgreSQL does not start.\n${readFileSync(log, 'utf8')}`, {
          cause: error,
        });
    }
  }
}

async function stop(supervisor: ChildProcess): Promise<void> {
  const ended = new Promise((resolve) => supervisor.once('exit', resolve));
  supervisor.stdin?.end();
  await ended;
}
