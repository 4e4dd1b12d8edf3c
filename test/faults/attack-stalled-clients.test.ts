import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import BetterSqlite3 from 'better-sqlite3';
import { expect, inject, test } from 'vitest';
import { startServer } from '../support/processes.ts';

/** More than the buffers of both ends hold. */
const requests = 3000;

test('clients that ask and do not read are cut, those who wait for news are not (R15)', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'tidings-stalled-'));
  const path = join(folder, 'tidings.sqlite');
  await copyFile(inject('sqliteTemplate'), path);
  const server = await startServer({ DATABASE_URL: `sqlite:${path}`, RATE_LIMITS: 'count' });
  const database = new BetterSqlite3(path);
  const project = database.prepare('select public_key from project').pluck().get();
  const body = JSON.stringify({ project, want: 'panel' });
  const asking = `POST /v1/feed HTTP/1.1\r\nHost: x\r\nContent-Length: ${body.length}\r\n\r\n${body}`;

  const news = await fetch(`${server.url}/v1/live?project=${project}`);
  const stalled = Array.from({ length: 3 }, (): Socket => {
    const socket = connect(Number(new URL(server.url).port), '127.0.0.1').pause();
    socket.on('error', () => {}).write(asking.repeat(requests));
    return socket;
  });
  await sleep(18_000);
  // A closed connection shows to whoever writes to it.
  for (const socket of stalled) socket.write('x');
  await sleep(500);
  expect(stalled.map(({ destroyed }) => destroyed)).toEqual([true, true, true]);

  database.exec('update project set revision = revision + 1');
  database.close();
  const events = news.body?.pipeThrough(new TextDecoderStream()).getReader();
  expect((await events?.read())?.value).toContain('event: changed');
  expect((await events?.read())?.value).toContain('event: changed');
  await server.kill('SIGINT');
  await rm(folder, { recursive: true });
});
