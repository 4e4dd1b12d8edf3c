import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { listOf } from '../../contract/fields.ts';
import { apiKeyCreated, listedApiKey } from '../../contract/keys.ts';
import { type MemberClient, startApi, type TestApi } from '../support/api.ts';
import { onEachDatabase, type TestDatabase } from '../support/databases.ts';
import { createTestProject, type TestProject } from '../support/projects.ts';

onEachDatabase('an API key', ({ open }) => {
  let database: TestDatabase;
  let api: TestApi;
  let acme: TestProject;
  let owner: MemberClient;
  let keys: string;

  beforeEach(async () => {
    database = await open();
    api = await startApi(database);
    acme = await createTestProject(api);
    owner = api.as(await acme.key('admin'));
    keys = `/api/projects/${acme.slug}/keys`;
  });

  afterEach(() => api.stop());

  const make = async (body: Record<string, unknown> = {}) =>
    apiKeyCreated.parse(
      await (await owner.send('POST', keys, { name: 'CI', scope: 'publish', ...body })).json(),
    );

  const read = (key: string) => api.as(key).get(`/api/projects/${acme.id}`);

  describe('is made', () => {
    test('and opens its project, with the project in its text', async () => {
      const { key, prefix, scope } = await make();
      expect(key).toMatch(new RegExp(`^sk_${acme.id}_[\\w-]{43}$`));
      expect(key.split(`${acme.id}_`)[1]).toMatch(new RegExp(`^${prefix}`));
      expect(scope).toBe('publish');
      expect((await read(key)).status).toBe(200);
    });

    test('and shown that once: neither lists, nor the audit log, nor any table has it', async () => {
      const { key, id } = await make();
      const secret = key.slice(-43);
      const replies = [`${keys}/${id}`, keys, `/api/projects/${acme.id}/audit`];
      for (const path of replies) {
        const reply = await owner.get(path);
        const text = await reply.text();
        expect(text).toContain(id);
        expect(text).not.toContain(secret);
      }
      const row = await database.reader.selectFrom('api_key').selectAll().execute();
      expect(JSON.stringify(row)).not.toContain(secret);
    });

    test('with an end, after which it opens nothing', async () => {
      const { key, expiresAt } = await make({ expiresAt: '2026-06-01T13:00:00Z' });
      expect(expiresAt).toBe('2026-06-01T13:00:00.000Z');
      api.clock.set('2026-06-01T12:59:59.999Z');
      expect((await read(key)).status).toBe(200);
      api.clock.set('2026-06-01T13:00:00.000Z');
      const late = await read(key);
      expect(late.status).toBe(401);
      expect(await late.json()).toMatchObject({ code: 'key_invalid' });
    });

    test('but not with an end that has passed', async () => {
      const body = { name: 'Late', scope: 'read', expiresAt: '2026-06-01T12:00:00Z' };
      const reply = await owner.send('POST', keys, body);
      expect(reply.status).toBe(422);
      expect(await reply.json()).toMatchObject({
        code: 'time_invalid',
        errors: [{ pointer: '/expiresAt' }],
      });
    });

    test.each([
      ['an unknown scope', { name: 'A', scope: 'root' }, '/scope'],
      ['a name of spaces', { name: '  ', scope: 'read' }, '/name'],
      [
        'a date that is none',
        { name: 'A', scope: 'read', expiresAt: '2026-02-30T00:00:00Z' },
        '/expiresAt',
      ],
      ['a secret of one’s own', { name: 'A', scope: 'read', key: 'sk_mine' }, '/key'],
    ])('but not with %s', async (_what, body, pointer) => {
      const reply = await owner.send('POST', keys, body);
      expect(reply.status).toBe(422);
      expect(await reply.json()).toMatchObject({ code: 'invalid_body', errors: [{ pointer }] });
    });
  });

  describe('is listed', () => {
    test('newest first, page by page, each once', async () => {
      const { data: before } = listOf(listedApiKey).parse(await (await owner.get(keys)).json());
      for (const name of ['a', 'b', 'c']) await make({ name });
      const first = await owner.get(`${keys}?limit=2`);
      const next = /<([^>]+)>/.exec(first.headers.get('link') ?? '')?.[1] ?? '';
      const second = await owner.get(next);
      const pages = [first, second].map(async (page) =>
        listOf(listedApiKey).parse(await page.json()),
      );
      const ids = (await Promise.all(pages)).flatMap(({ data }) => data.map(({ id }) => id));
      expect(before).toHaveLength(1);
      expect(new Set(ids).size).toBe(4);
      expect(second.headers.get('link')).toBeNull();
    });

    test('with the minute of its last use', async () => {
      const { key, id } = await make();
      const lastUsedAt = async () =>
        listedApiKey.parse(await (await owner.get(`${keys}/${id}`)).json()).lastUsedAt;
      expect(await lastUsedAt()).toBeNull();
      await read(key);
      await expect.poll(lastUsedAt).toBe('2026-06-01T12:00:00.000Z');
      api.clock.advance(59_000);
      await read(key);
      api.clock.advance(1_000);
      await read(key);
      await expect.poll(lastUsedAt).toBe('2026-06-01T12:01:00.000Z');
    });
  });

  describe('is deleted', () => {
    const remove = (id: string, headers: Record<string, string> = { 'if-match': '"1"' }) =>
      owner.send('DELETE', `${keys}/${id}`, undefined, headers);

    test('and opens nothing from then on', async () => {
      const { key, id } = await make();
      expect((await read(key)).status).toBe(200);
      expect((await remove(id)).status).toBe(204);
      expect((await read(key)).status).toBe(401);
      expect((await owner.get(`${keys}/${id}`)).status).toBe(404);
      expect((await remove(id)).status).toBe(404);
    });

    test('not without If-Match, nor with another edition than its own', async () => {
      const { id } = await make();
      expect((await remove(id, {})).status).toBe(428);
      expect((await remove(id, { 'if-match': '"2"' })).status).toBe(412);
      expect((await remove(id, { 'if-match': '*' })).status).toBe(204);
    });

    test('not from another project', async () => {
      const other = await createTestProject(api);
      const { id } = await make();
      const stranger = api.as(await other.key('admin'));
      const path = `/api/projects/${other.id}/keys/${id}`;
      const reply = await stranger.send('DELETE', path, undefined, { 'if-match': '*' });
      expect(reply.status).toBe(404);
      expect((await owner.get(`${keys}/${id}`)).status).toBe(200);
    });

    test('not by an id that is no UUID', async () => {
      const reply = await remove('1');
      expect(reply.status).toBe(422);
      expect(await reply.json()).toMatchObject({ code: 'invalid_id' });
    });
  });
});
