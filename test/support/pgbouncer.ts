import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { installFromDebian, isExecutable } from './debian.ts';
import { freePort } from './ports.ts';
import { clusterOwner } from './postgres.ts';

const program = '/usr/sbin/pgbouncer';
const deadlineMs = 20_000;

/** A PgBouncer in front of one database. */
export interface Bouncer {
  /** The database's address through it. */
  url: string;
  stop(): Promise<void>;
}

/**
 * Starts PgBouncer in transaction mode with two server connections, so that clients share them.
 * Installs Debian's if this process may; otherwise throws an Error.
 */
export async function startBouncer(databaseUrl: string): Promise<Bouncer> {
  if (!isExecutable(program) && !installFromDebian('pgbouncer')) {
    throw new Error(`The test needs PgBouncer at ${program}. Install the package pgbouncer.`);
  }
  const target = new URL(databaseUrl);
  const port = await freePort();
  const folder = mkdtempSync(join(tmpdir(), 'tidings-pgbouncer-'));
  chmodSync(folder, 0o755);
  const settings = join(folder, 'pgbouncer.ini');
  writeFileSync(settings, settingsFor(target, port));
  // PgBouncer refuses to run as root.
  const child = spawn(program, [settings], { ...clusterOwner(), cwd: '/', stdio: 'ignore' });
  const ended = once(child, 'exit');
  const url = new URL(databaseUrl);
  url.host = `127.0.0.1:${port}`;
  await waitUntilReady(url.href);
  return {
    url: url.href,
    async stop() {
      child.kill('SIGTERM');
      await ended;
      rmSync(folder, { recursive: true });
    },
  };
}

function settingsFor({ hostname, port, username, password }: URL, listenPort: number): string {
  return `[databases]
* = host=${hostname} port=${port || 5432} user=${username} password=${password}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${listenPort}
unix_socket_dir =
auth_type = any
pool_mode = transaction
default_pool_size = 8
`;
}

async function waitUntilReady(url: string): Promise<void> {
  for (const deadline = Date.now() + deadlineMs; ; await sleep(50)) {
    const client = new pg.Client({ connectionString: url });
    try {
      await client.connect();
      return await client.end();
    } catch (cause) {
      if (Date.now() > deadline) throw new Error('PgBouncer does not answer.', { cause });
    }
  }
}
