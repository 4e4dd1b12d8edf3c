import { createConnection } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { newId } from '../../api/ids.ts';
import { feed } from '../../contract/feed.ts';
import { onEachDatabase } from '../support/databases.ts';
import { startServer } from '../support/processes.ts';

/** Faults of the kind in which PostgreSQL quotes the whole row. */
const refusals = {
  sqlite: `create trigger refuse before insert on response_revision
    begin select raise(abort, 'refused'); end`,
  postgres: 'alter table response_revision add constraint refuse check (comment is null)',
};

onEachDatabase('the log of a server under attack', ({ dialect, open }) => {
  test('does not repeat what a visitor wrote, even where the database does', async () => {
    const database = await open();
    const server = await startServer({ DATABASE_URL: database.url });
    const { public_key: project } = await database.reader
      .selectFrom('project')
      .select('public_key')
      .executeTakeFirstOrThrow();
    const post = (path: string, body: object) =>
      fetch(server.url + path, { method: 'POST', body: JSON.stringify(body) });
    const shown = feed.parse(await (await post('/v1/feed', { project, want: 'panel' })).json());
    const release = shown.releases.find(({ survey }) => survey);
    await sleep(1100);
    const now = new Date().toISOString();
    const answer = {
      ...{ project, ticket: shown.ticket, release: release?.id, survey: release?.survey?.id },
      ...{ id: newId(), revision: 1, visitor: crypto.randomUUID(), comment: 'My dog is ill.' },
      ...{ state: 'complete', rating: 5, surface: 'panel', createdAt: now, sentAt: now },
    };
    await sql.raw(refusals[dialect]).execute(database.writer);
    expect((await post('/v1/responses', answer)).status).toBe(500);
    const { stdout, stderr } = await server.kill('SIGINT');
    expect(stdout).toContain('"msg":"internal"');
    expect(stdout + stderr).not.toContain('My dog is ill.');
  });

  test('does not take a client that breaks off for a fault of ours', async () => {
    const database = await open();
    const server = await startServer({ DATABASE_URL: database.url });
    for (const framing of ['Content-Length: 100', 'Transfer-Encoding: chunked']) {
      const socket = createConnection(Number(new URL(server.url).port), '127.0.0.1');
      socket.write(`POST /v1/feed HTTP/1.1\r\nHost: x\r\n${framing}\r\n\r\n5\r\n{"pro`);
      await sleep(200);
      socket.destroy();
    }
    await sleep(200);
    const { stdout } = await server.kill('SIGINT');
    const lines = stdout.split('\n').filter((line) => line.includes('/v1/feed'));
    expect(lines.map((line) => JSON.parse(line).status)).toEqual([400, 400]);
    expect(stdout).not.toContain('"level":50');
  });
});
