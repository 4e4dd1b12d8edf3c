import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { retentionJob } from '../../../api/jobs/retention-job.ts';
import { idempotencyRetention } from '../../../api/routes/member/idempotency.ts';
import { type MemberClient, startApi, type TestApi } from '../../support/api.ts';
import { onEachDatabase, type TestDatabase } from '../../support/databases.ts';
import { createTestProject, type TestProject } from '../../support/projects.ts';

const dayMs = 24 * 60 * 60 * 1000;

onEachDatabase('a request with an Idempotency-Key', ({ dialect, open }) => {
  let database: TestDatabase;
  let api: TestApi;
  let acme: TestProject;
  let owner: MemberClient;

  beforeEach(async () => {
    database = await open();
    api = await startApi(database);
    acme = await createTestProject(api);
    owner = api.as(await acme.key('admin'));
  });

  afterEach(() => api.stop());

  const make = (key: string, name = 'CI', as = owner) =>
    as.send(
      'POST',
      `/api/projects/${acme.id}/keys`,
      { name, scope: 'read' },
      { 'idempotency-key': key },
    );

  const keyCount = async () =>
    (await database.reader.selectFrom('api_key').select('id').where('name', '=', 'CI').execute())
      .length;

  test('acts once and gets the same reply again, headers and all', async () => {
    const first = await make('one');
    const again = await make('one');
    expect([first.status, again.status]).toEqual([201, 201]);
    expect(await again.text()).toBe(await first.text());
    for (const name of ['etag', 'location']) {
      expect(first.headers.get(name)).toBeTruthy();
      expect(again.headers.get(name)).toBe(first.headers.get(name));
    }
    expect(first.headers.get('idempotency-replayed')).toBeNull();
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    expect(await keyCount()).toBe(1);
  });

  test('acts once however its Authorization header is spelt', async () => {
    const key = await acme.key('admin');
    const send = (authorization: string) =>
      api.app.request(`/api/projects/${acme.id}/keys`, {
        method: 'POST',
        headers: { authorization, 'content-type': 'application/json', 'idempotency-key': 'one' },
        body: '{"name":"CI","scope":"read"}',
      });
    const first = await send(`Bearer ${key}`);
    const again = await send(`bearer  ${key}`);
    expect(first.status).toBe(201);
    expect(await again.text()).toBe(await first.text());
  });

  test('acts twice under two keys, or without any', async () => {
    await make('one');
    await make('two');
    await owner.send('POST', `/api/projects/${acme.id}/keys`, { name: 'CI', scope: 'read' });
    expect(await keyCount()).toBe(3);
  });

  test('acts once when sent ten times at once', async () => {
    const replies = await Promise.all(Array.from({ length: 10 }, () => make('one')));
    expect(new Set(replies.map((reply) => reply.status))).toEqual(new Set([201]));
    const bodies = await Promise.all(replies.map((reply) => reply.text()));
    expect(new Set(bodies).size).toBe(1);
    expect(await keyCount()).toBe(1);
  });

  // Two nodes in one process cannot wait for each other on SQLite, whose lock holds up the thread.
  if (dialect === 'postgres') {
    test('acts once when sent to two nodes at once', async () => {
      const second = await startApi(database.openSecond(), { clock: api.clock });
      const key = await acme.key('admin');
      const replies = await Promise.all(
        [api, second].map((node) => make('one', 'CI', node.as(key))),
      );
      const bodies = await Promise.all(replies.map((reply) => reply.text()));
      await second.stop();
      expect(bodies[0]).toBe(bodies[1]);
      expect(await keyCount()).toBe(1);
    });
  }

  test('is refused when it is another request than the first', async () => {
    await make('one');
    const otherBody = await make('one', 'Other');
    const otherPath = await owner.send(
      'POST',
      '/api/projects',
      { name: 'CI', slug: 'ci' },
      { 'idempotency-key': 'one' },
    );
    const otherCaller = await make('one', 'CI', api.as(await acme.key('admin')));
    for (const reply of [otherBody, otherPath, otherCaller]) {
      expect(reply.status).toBe(409);
      expect(await reply.json()).toMatchObject({ code: 'idempotency_key_reused' });
    }
    expect(await keyCount()).toBe(1);
  });

  test('may be tried again after a refusal, which leaves nothing behind', async () => {
    const beta = { name: 'Beta', slug: 'beta' };
    const headers = { 'idempotency-key': 'one' };
    const taken = await createTestProject(api, { slug: 'beta' });
    expect((await owner.send('POST', '/api/projects', beta, headers)).status).toBe(409);
    const { writer } = database;
    await writer.updateTable('project').set({ slug: 'gone' }).where('id', '=', taken.id).execute();
    expect((await owner.send('POST', '/api/projects', beta, headers)).status).toBe(201);
  });

  test('is forgotten after a day', async () => {
    await make('one');
    api.clock.advance(dayMs - 1);
    await make('one');
    expect(await keyCount()).toBe(1);
    api.clock.advance(2);
    const late = await make('one');
    expect(late.headers.get('idempotency-replayed')).toBeNull();
    expect(await keyCount()).toBe(2);
  });

  test('leaves no row behind for longer than a day and an hour', async () => {
    await make('one');
    api.clock.advance(dayMs + 1);
    await make('two');
    await retentionJob(api.deps, idempotencyRetention).run(new AbortController().signal);
    const kept = await database.reader.selectFrom('idempotency_key').select('key').execute();
    expect(kept).toEqual([{ key: 'two' }]);
  });

  test('does not put a new key’s text into the database', async () => {
    const { key } = await (await make('one')).json();
    const rows = await database.reader.selectFrom('idempotency_key').selectAll().execute();
    expect(rows).toHaveLength(1);
    const stored = rows[0]?.reply ?? '';
    expect(stored).not.toContain(key.slice(-43));
    expect(Buffer.from(stored, 'base64').toString('latin1')).not.toContain(key.slice(-43));
  });

  test('is each project’s own', async () => {
    const other = await createTestProject(api);
    await make('one');
    const reply = await api.as(await other.key('admin')).send(
      'POST',
      `/api/projects/${other.id}/keys`,
      { name: 'CI', scope: 'read' },
      {
        'idempotency-key': 'one',
      },
    );
    expect(reply.status).toBe(201);
    expect(reply.headers.get('idempotency-replayed')).toBeNull();
  });

  describe('is refused', () => {
    test('when the key is longer than 200 characters', async () => {
      expect((await make('x'.repeat(200))).status).toBe(201);
      const reply = await make('x'.repeat(201));
      expect(reply.status).toBe(422);
      expect(await reply.json()).toMatchObject({ code: 'invalid_header' });
    });
  });
});
