import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createProtection } from '../../api/db/instance/protection.ts';
import { runOnce } from '../../api/routes/member/idempotency.ts';
import { problem } from '../../contract/problem.ts';
import { startApi, type TestApi, testKeys } from '../support/api.ts';
import { onEachDatabase, type TestDatabase } from '../support/databases.ts';
import {
  addMember,
  cookieOf,
  createPageClient,
  signIn,
  type TestPerson,
} from '../support/people.ts';
import { createTestProject, type TestProject } from '../support/projects.ts';

onEachDatabase('a session', ({ open }) => {
  let database: TestDatabase;
  let api: TestApi;
  let acme: TestProject;
  let ann: TestPerson;

  beforeEach(async () => {
    database = await open();
    api = await startApi(database);
    acme = await createTestProject(api);
    ann = await addMember(api, acme, 'owner');
  });

  afterEach(() => api.stop());

  const codeOf = async (reply: Response) => problem.parse(await reply.json()).code;
  const isIn = async (cookie: string, by = api) =>
    (await createPageClient(by, cookie).get('/api/session')).status === 200;
  const elsewhere = async () => cookieOf(await signIn(api, ann));

  describe('ends', () => {
    test('when one signs out, at once and on every node; others go on', async () => {
      const [other, node] = [await elsewhere(), await startApi(database.openSecond())];
      expect([await isIn(ann.cookie, node), await isIn(other, node)]).toEqual([true, true]);
      const reply = await ann.send('DELETE', '/api/session');
      expect(reply.status).toBe(204);
      expect(reply.headers.getSetCookie()).toEqual([
        'tidings-session=; Max-Age=0; Path=/; HttpOnly; SameSite=Lax',
      ]);
      expect([await isIn(ann.cookie, node), await isIn(other, node)]).toEqual([false, true]);
      await node.stop();
    });

    test('everywhere, when one asks for that; nobody else’s does', async () => {
      const bob = await addMember(api, acme, 'viewer');
      const cookies = [ann.cookie, await elsewhere(), await elsewhere()];
      expect(await Promise.all(cookies.map((one) => isIn(one)))).toEqual([true, true, true]);
      const reply = await ann.send('DELETE', '/api/sessions');
      expect(reply.status).toBe(204);
      expect(await Promise.all(cookies.map((one) => isIn(one)))).toEqual([false, false, false]);
      expect(await isIn(bob.cookie)).toBe(true);
      expect(await isIn(await elsewhere())).toBe(true);
    });
  });

  describe('whose cookie a previous secret signed', () => {
    const [former, current] = [
      'a secret of the tests that is long enough',
      'the secret after the rotation, long enough',
    ];
    const withSecrets = (secrets: [string, ...string[]]) =>
      startApi(database, { keys: { ...testKeys, protection: createProtection(secrets) } });

    test('goes on after a rotation, with a cookie that needs the new secret alone', async () => {
      const rotated = await withSecrets([current, former]);
      const reply = await createPageClient(rotated, `theme=dark; ${ann.cookie}`).get(
        '/api/session',
      );
      expect(reply.status).toBe(200);
      const renewed = cookieOf(reply);
      const [header = ''] = reply.headers.getSetCookie();
      expect(header).toMatch(/; Expires=.*GMT; Path=\/; HttpOnly; SameSite=Lax$/);
      const later = await withSecrets([current]);
      expect([await isIn(renewed, later), await isIn(ann.cookie, later)]).toEqual([true, false]);
      for (const node of [rotated, later]) await node.stop();
    });

    test('ends if the secret is neither the current nor a previous one', async () => {
      const other = await withSecrets([current, 'some other secret, also long enough']);
      expect(await isIn(ann.cookie, other)).toBe(false);
      expect(await isIn(`${ann.cookie.slice(0, 20)}%`, other)).toBe(false);
      await other.stop();
    });
  });

  describe('changes the name', () => {
    const rename = (name: unknown) => ann.send('PATCH', '/api/person', { name });
    const nameNow = async () => (await (await ann.get('/api/session')).json()).person.name;

    test('and it is that wherever the person is named from then on', async () => {
      const bob = await addMember(api, acme, 'owner');
      const reply = await rename('Ann Berg');
      expect(await reply.json()).toEqual({ id: ann.id, name: 'Ann Berg', email: ann.email });
      expect(await nameNow()).toBe('Ann Berg');
      const { data } = await (await bob.get(`/api/projects/${acme.id}/members`)).json();
      expect(JSON.stringify(data)).toContain('"Ann Berg"');
      expect(JSON.stringify(data).match(/Ann Berg/g)).toHaveLength(1);
    });

    test.each(['', '   ', 'x'.repeat(101), 7])('not to %j', async (name) => {
      const before = await nameNow();
      const reply = await rename(name);
      expect(problem.parse(await reply.json()).errors).toMatchObject([{ pointer: '/name' }]);
      expect(await nameNow()).toBe(before);
    });
  });

  describe('changes the password', () => {
    const next = 'another horse battery';
    const change = (current: string, to = next) =>
      ann.send('POST', '/api/password', { current, next: to });

    test('and goes on, while all others of the person end', async () => {
      const [other, bob] = [await elsewhere(), await addMember(api, acme, 'viewer')];
      expect((await change(ann.password)).status).toBe(204);
      expect([await isIn(ann.cookie), await isIn(other)]).toEqual([true, false]);
      expect(await isIn(bob.cookie)).toBe(true);
      expect(await codeOf(await signIn(api, ann))).toBe('sign_in_failed');
      expect((await signIn(api, { ...ann, password: next })).status).toBe(200);
    });

    test('only by the one that holds', async () => {
      const other = await elsewhere();
      const reply = await change('a wrong password');
      expect(problem.parse(await reply.json())).toMatchObject({
        code: 'password_wrong',
        errors: [{ pointer: '/current' }],
      });
      expect(await isIn(other)).toBe(true);
      expect((await signIn(api, ann)).status).toBe(200);
    });

    test('not to one that is too short', async () => {
      const reply = await change(ann.password, 'nine char');
      expect(problem.parse(await reply.json()).errors).toMatchObject([{ pointer: '/next' }]);
      expect((await signIn(api, ann)).status).toBe(200);
    });

    test('once, of two changes at the same moment', async () => {
      const wanted = ['another horse battery', 'a third horse battery'];
      const replies = await Promise.all(wanted.map((to) => change(ann.password, to)));
      expect(replies.map(({ status }) => status).sort()).toEqual([204, 422]);
      const works = wanted[replies.findIndex(({ status }) => status === 204)] ?? '';
      expect((await signIn(api, { ...ann, password: works })).status).toBe(200);
    });
  });

  describe('sends a change again', () => {
    const path = () => `/api/projects/${acme.id}/keys`;
    const send = (by: { send: TestPerson['send'] }) =>
      by.send('POST', path(), { name: 'CI', scope: 'read' }, { 'idempotency-key': 'one' });

    test('and it acts once, with the same reply', async () => {
      const [first, again] = [await send(ann), await send(ann)];
      expect([first.status, again.status]).toEqual([201, 201]);
      expect(await again.text()).toBe(await first.text());
      expect(again.headers.get('idempotency-replayed')).toBe('true');
      const bob = await addMember(api, acme, 'owner');
      expect(await codeOf(await send(bob))).toBe('idempotency_key_reused');
    });

    test('and what is kept of the reply is opened by nothing else in the database', async () => {
      const { key } = await (await send(ann)).json();
      const kept = await database.reader
        .selectFrom('idempotency_key')
        .selectAll()
        .executeTakeFirstOrThrow();
      expect(JSON.stringify(kept)).not.toContain(key.slice(-20));
      const { token } = await database.reader
        .selectFrom('person_session')
        .select('token')
        .where('person_id', '=', ann.id)
        .executeTakeFirstOrThrow();
      const request = { projectId: acme.id, key: 'one', hash: kept.request_hash };
      const openWith = (secret: string) =>
        database.writer
          .transaction()
          .execute((trx) => runOnce(trx, { ...request, secret }, api.clock(), neverActs));
      await expect(openWith(token)).rejects.toThrow();
      const [, signed = ''] = ann.cookie.split('=');
      expect(await openWith(decodeURIComponent(signed))).toMatchObject({ replayed: true });
    });

    const neverActs = () => Promise.reject(new Error('It acted.'));
  });

  test('is counted by person, and told so', async () => {
    const reply = await ann.get(`/api/projects/${acme.id}`);
    expect(reply.headers.get('ratelimit-policy')).toBe('"person";q=6000;w=60');
  });

  test('is asked for nothing where a key comes with the cookie: the key counts', async () => {
    const key = await acme.key('read');
    const reply = await ann.send('POST', `/api/projects/${acme.id}/keys`, undefined, {
      authorization: `Bearer ${key}`,
    });
    expect(problem.parse(await reply.json()).detail).toBe(
      'This requires an API key with scope admin. Yours has scope read.',
    );
  });

  test('leaves nothing in the browser’s cache', async () => {
    for (const path of ['/api/session', '/api/projects', `/api/projects/${acme.id}/audit`]) {
      expect((await ann.get(path)).headers.get('cache-control')).toBe('no-store');
    }
  });

  test('keeps no address and no name of a browser', async () => {
    await createPageClient(api).send(
      'POST',
      '/api/session',
      { email: ann.email, password: ann.password },
      { 'user-agent': 'a browser', 'x-forwarded-for': '203.0.113.7' },
    );
    const rows = await database.reader.selectFrom('person_session').selectAll().execute();
    expect(rows).toHaveLength(2);
    expect(JSON.stringify(rows)).not.toMatch(/a browser|203\.0\.113\.7/);
  });
});
