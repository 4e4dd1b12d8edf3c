import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, statfsSync, statSync, writeFileSync } from 'node:fs';
import { copyFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, inject, test } from 'vitest';
import { connect } from '../../api/db/connect.ts';
import type { Database } from '../../api/db/database.ts';
import { type RunningServer, startServer } from '../support/processes.ts';
import {
  expectAllCounted,
  loadEnvironment,
  readRatingTarget,
  sendAnswer,
  sendUntilStored,
} from './answers.ts';

const rounds = process.env.TORTURE ? 20 : 1;
const perRound = process.env.TORTURE ? 200 : 30;

/** A disk that can be filled and freed under a running server. */
interface SmallDisk {
  fill(server: RunningServer, path: string): void;
  free(server: RunningServer): void;
  remove(): void;
}

let folder: string;
let disk: SmallDisk;
let server: RunningServer;
let database: Database;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tidings-full-'));
  disk = tmpfsAt(folder) ?? limitedFiles();
  const path = join(folder, 'tidings.db');
  await copyFile(inject('sqliteTemplate'), path);
  server = await startServer({
    DATABASE_URL: `sqlite:${path}`,
    ...loadEnvironment,
    LOG_LEVEL: 'fatal',
  });
  database = connect(`sqlite:${path}`);
});
afterEach(async () => {
  await database.close();
  await server.kill('SIGINT');
  disk.remove();
  rmSync(folder, { recursive: true, force: true });
});

test('a full disk: answers are refused for now, reads go on, and nothing is lost or doubled once it is freed (R3)', {
  timeout: 60_000 * rounds,
}, async () => {
  const { projectId, project, newAnswer } = await readRatingTarget(server, database);
  const path = join(folder, 'tidings.db');
  for (let round = 1; round <= rounds; round += 1) {
    disk.fill(server, path);
    const answers = Array.from({ length: perRound }, newAnswer);
    const refused = await untilRefused(answers);
    expect(refused.status).toBe(503);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(refused.headers.get('content-type')).toBe('application/problem+json');

    const body = JSON.stringify({ project, want: 'panel' });
    expect((await fetch(`${server.url}/v1/feed`, { method: 'POST', body })).status).toBe(200);
    expect((await fetch(`${server.url}/healthz`)).status).toBe(200);

    const delivering = answers.map((answer) => sendUntilStored(server.url, answer));
    await sleep(500);
    disk.free(server);
    const statuses = new Set((await Promise.all(delivering)).flat());
    expect([...statuses].filter((status) => ![200, 201, 503].includes(status))).toEqual([]);
    const rows = await database.reader.selectFrom('response').select('id').execute();
    expect(rows).toHaveLength(round * perRound);
  }
  await expectAllCounted(database.reader, projectId);
});

/** Sends them in turn until the disk has no room for another. */
async function untilRefused(answers: string[]): Promise<Response> {
  for (const answer of answers) {
    const reply = await sendAnswer(server.url, answer);
    if (!reply.ok) return reply;
    await reply.arrayBuffer();
  }
  throw new Error('The disk never became full.');
}

/** A small file system in memory, if this process may mount one. */
function tmpfsAt(place: string): SmallDisk | undefined {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=256m', 'tmpfs', place], { stdio: 'ignore' });
  } catch {
    return undefined;
  }
  const filler = join(place, 'filler');
  return {
    fill() {
      const { bavail, bsize } = statfsSync(place);
      writeFileSync(filler, Buffer.alloc(bavail * bsize));
    },
    free: () => rmSync(filler),
    remove: () => execFileSync('umount', ['-l', place]),
  };
}

/** Otherwise no file of the server may grow any further, which SQLite meets as a failed write. */
function limitedFiles(): SmallDisk {
  const limit = ({ pid }: RunningServer, bytes: number | 'unlimited') =>
    execFileSync('prlimit', ['--pid', String(pid), `--fsize=${bytes}:unlimited`]);
  return {
    fill: (running, path) => limit(running, statSync(`${path}-wal`).size),
    free: (running) => limit(running, 'unlimited'),
    remove: () => {},
  };
}
