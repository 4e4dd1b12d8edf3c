import { hash, verify } from '@node-rs/argon2';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { problem } from '../../contract/problem.ts';
import { startApi, type TestApi } from '../support/api.ts';
import { onEachDatabase, type TestDatabase } from '../support/databases.ts';
import {
  addMember,
  cookieOf,
  createPageClient,
  readSession,
  signIn,
  type TestPerson,
} from '../support/people.ts';
import { createTestProject, type TestProject } from '../support/projects.ts';

// The real thing, and counted: equal work is what makes an unknown name take equal time.
vi.mock('@node-rs/argon2', async (load) => {
  const { hash, verify } = await load<typeof import('@node-rs/argon2')>();
  return { hash: vi.fn(hash), verify: vi.fn(verify) };
});

const dayMs = 24 * 60 * 60 * 1000;

onEachDatabase('signing in', ({ open }) => {
  let database: TestDatabase;
  let api: TestApi;
  let acme: TestProject;
  let ann: TestPerson;

  beforeEach(async () => {
    database = await open();
    api = await startApi(database);
    acme = await createTestProject(api);
    ann = await addMember(api, acme, 'editor');
  });

  afterEach(() => api.stop());

  const codeOf = async (reply: Response) => problem.parse(await reply.json()).code;
  const isIn = async (cookie: string) =>
    (await createPageClient(api, cookie).get('/api/session')).status === 200;

  test('tells who one is, and what in which project', async () => {
    const reply = await signIn(api, { ...ann, email: ann.email.toUpperCase() });
    const { id, slug, name } = acme;
    const expected = {
      person: { id: ann.id, name: expect.any(String), email: ann.email },
      projects: [{ id, slug, name, role: 'editor' }],
    };
    expect(await readSession(reply)).toEqual(expected);
    const page = createPageClient(api, cookieOf(reply));
    expect(await readSession(await page.get('/api/session'))).toEqual(expected);
    const { data } = await (await page.get('/api/projects')).json();
    expect(data.map((one: { id: string }) => one.id)).toEqual([id]);
  });

  describe('sets a cookie', () => {
    const attributesAt = async (environment: Record<string, string>) => {
      const node = await startApi(database.openSecond(), { environment });
      const reply = await signIn(node, ann);
      await node.stop();
      expect(reply.headers.get('cache-control')).toBe('no-store');
      return reply.headers.getSetCookie().map((one) => one.split('; ').map(keepName));
    };
    const keepName = (part: string, at: number) => (at === 0 ? part.split('=')[0] : part);
    const always = ['Max-Age=2592000', 'Path=/', 'HttpOnly'];
    const ofDevice = ['Max-Age=34560000', 'Path=/', 'HttpOnly'];

    test('bound to the host and to https, where that is the address', async () => {
      expect(await attributesAt({ PUBLIC_URL: 'https://notes.example.com' })).toEqual([
        ['__Host-tidings-session', ...always, 'Secure', 'SameSite=Lax'],
        ['__Host-tidings-device', ...ofDevice, 'Secure', 'SameSite=Lax'],
      ]);
    });

    test('with a plain name on this machine', async () => {
      expect(await attributesAt({})).toEqual([
        ['tidings-session', ...always, 'SameSite=Lax'],
        ['tidings-device', ...ofDevice, 'SameSite=Lax'],
      ]);
    });
  });

  test('has a new id each time, and ends the session that the browser had', async () => {
    const first = await signIn(api, ann, ann.cookie);
    expect(first.status).toBe(200);
    expect(cookieOf(first)).not.toBe(ann.cookie);
    expect([await isIn(ann.cookie), await isIn(cookieOf(first))]).toEqual([false, true]);
  });

  test('takes no id that somebody else chose', async () => {
    const planted = `tidings-session=${'A'.repeat(32)}.${'B'.repeat(43)}%3D`;
    const reply = await signIn(api, ann, planted);
    expect(cookieOf(reply)).not.toBe(planted);
    expect([await isIn(planted), await isIn(cookieOf(reply))]).toEqual([false, true]);
  });

  test('takes no cookie without our signature, though it names a session', async () => {
    expect(await isIn(ann.cookie)).toBe(true);
    const [name, value = ''] = ann.cookie.split('=');
    const [token = '', signature = ''] = decodeURIComponent(value).split('.');
    const other = `${signature.startsWith('A') ? 'B' : 'A'}${signature.slice(1)}`;
    for (const forged of [token, `${token}.`, `${token}.${other}`, signature, '']) {
      expect(await isIn(`${name}=${encodeURIComponent(forged)}`)).toBe(false);
    }
  });

  test.each(['%', '%E0%A4%A', '%00', '"', 'a.b.c', '=', ';', 'ä', 'x'.repeat(8000)])(
    'takes no cookie that is hardly one: %s',
    async (value) => {
      const reply = await createPageClient(
        api,
        `tidings-session=${encodeURI(value).replaceAll('%25', '%')}`,
      ).get('/api/session');
      expect(await codeOf(reply)).toBe('unauthorized');
    },
  );

  describe('says no', () => {
    const wrong = (email: string) => signIn(api, { email, password: 'not the password' });

    test('in one sentence, whether it is the name or the password', async () => {
      const replies = [await wrong(ann.email), await wrong('nobody@example.com')];
      const bodies = await Promise.all(replies.map((reply) => reply.json()));
      const [known, unknown] = bodies.map(({ requestId, ...body }) => body);
      expect(known).toMatchObject({ status: 401, code: 'sign_in_failed' });
      expect(unknown).toEqual(known);
      for (const reply of replies) expect(reply.headers.getSetCookie()).toEqual([]);
    });

    test('where the password is changed at the same moment: it ended all that it knew of', async () => {
      const { verify: really } =
        await vi.importActual<typeof import('@node-rs/argon2')>('@node-rs/argon2');
      vi.mocked(verify).mockImplementationOnce(async (...given) => {
        const isRight = await really(...given);
        const change = { current: ann.password, next: 'another horse battery' };
        expect((await ann.send('POST', '/api/password', change)).status).toBe(204);
        return isRight;
      });
      const late = await signIn(api, ann);
      expect(late.headers.getSetCookie()).toEqual([]);
      expect(await codeOf(late)).toBe('sign_in_failed');
      const sessions = await database.reader.selectFrom('person_session').selectAll().execute();
      expect(sessions).toHaveLength(1);
      expect(await isIn(ann.cookie)).toBe(true);
    });

    test('after the same work for an unknown name', async () => {
      const workOf = async (email: string) => {
        vi.mocked(hash).mockClear();
        vi.mocked(verify).mockClear();
        await wrong(email);
        return vi.mocked(hash).mock.calls.length + vi.mocked(verify).mock.calls.length;
      };
      expect(await workOf(ann.email)).toBe(1);
      expect(await workOf('nobody@example.com')).toBe(1);
      const { m, t, p } = await costsOf(ann.email);
      const asked = vi.mocked(hash).mock.calls.at(-1)?.[1];
      expect(asked).toMatchObject({ memoryCost: m, timeCost: t, parallelism: p });
    });

    test.each([
      ['malformed_json', '{'],
      ['invalid_body', '{"email":"ann","password":"x"}'],
      ['invalid_body', '{"email":"ann@example.com"}'],
      ['invalid_body', '{"email":"ann@example.com","password":"x","remember":true}'],
    ])('as %s to %s', async (code, body) => {
      const reply = await api.app.request('/api/session', {
        method: 'POST',
        headers: { origin: 'http://localhost:3000', 'content-type': 'application/json' },
        body,
      });
      expect(await codeOf(reply)).toBe(code);
    });
  });

  /** What a stored password costs to guess, as its text says. */
  async function costsOf(email: string) {
    const { password } = await database.reader
      .selectFrom('person')
      .innerJoin('person_login', 'person_login.person_id', 'person.id')
      .select('password')
      .where('email', '=', email)
      .executeTakeFirstOrThrow();
    const [, m, t, p] = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$/.exec(password ?? '') ?? [];
    return { m: Number(m), t: Number(t), p: Number(p) };
  }

  test('keeps of a password a hash that is dear to guess', async () => {
    expect(await costsOf(ann.email)).toEqual({ m: 19_456, t: 2, p: 1 });
  });

  describe('lasts', () => {
    const ageTo = async (expiresInMs: number) =>
      database.writer
        .updateTable('person_session')
        .set({ expires_at: new Date(Date.now() + expiresInMs).toISOString() })
        .execute();
    const expiry = async () =>
      Date.parse(
        (await database.reader.selectFrom('person_session').select('expires_at').execute())[0]
          ?.expires_at ?? '',
      );

    test('thirty days after its last use: in use it is prolonged', async () => {
      const before = await expiry();
      expect(before - Date.now()).toBeGreaterThan(30 * dayMs - 60_000);
      const early = await ann.get('/api/session');
      expect(early.headers.getSetCookie()).toEqual([]);
      await ageTo(20 * dayMs);
      const late = await ann.get(`/api/projects/${acme.id}`);
      expect(late.headers.getSetCookie()).toEqual([expect.stringContaining('Max-Age=2592000')]);
      expect(cookieOf(late)).toBe(ann.cookie);
      expect(await expiry()).toBeGreaterThanOrEqual(before);
    });

    test('ninety days at most, also if it is in use', async () => {
      const beganAgo = (ms: number) =>
        database.writer
          .updateTable('person_session')
          .set({ created_at: new Date(api.clock().getTime() - ms).toISOString() })
          .execute();
      await beganAgo(90 * dayMs - 1);
      expect(await isIn(ann.cookie)).toBe(true);
      await beganAgo(90 * dayMs);
      const reply = await ann.get('/api/session');
      expect(await codeOf(reply)).toBe('unauthorized');
      expect(await ann.get(`/api/projects/${acme.id}`)).toMatchObject({ status: 401 });
    });

    test('no longer', async () => {
      await ageTo(-1000);
      const reply = await ann.get('/api/session');
      expect(await codeOf(reply)).toBe('unauthorized');
      expect(reply.headers.getSetCookie()).toEqual([]);
      const bob = await addMember(api, acme, 'viewer');
      const whose = async () => {
        const rows = database.reader.selectFrom('person_session').select('person_id');
        return (await rows.execute()).map((row) => row.person_id).sort();
      };
      expect(await whose()).toEqual([ann.id, bob.id].sort());
      await signIn(api, ann);
      await signIn(api, ann);
      // What had expired is forgotten; what holds stays.
      expect(await whose()).toEqual([ann.id, ann.id, bob.id].sort());
      expect(await isIn(bob.cookie)).toBe(true);
    });
  });
});
