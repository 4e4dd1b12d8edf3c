import { hash, verify } from '@node-rs/argon2';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { problem } from '../../contract/problem.ts';
import { startApi, type TestApi } from '../support/api.ts';
import { onEachDatabase, type TestDatabase } from '../support/databases.ts';
import {
  asPage,
  comeIn,
  cookieOf,
  enter,
  invite,
  sessionOf,
  type TestPerson,
  testPassword,
} from '../support/people.ts';
import { makeProject, type TestProject } from '../support/projects.ts';

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
    acme = await makeProject(api);
    ann = await comeIn(api, acme, 'editor');
  });

  afterEach(() => api.stop());

  const codeOf = async (reply: Response) => problem.parse(await reply.json()).code;
  const isIn = async (cookie: string) =>
    (await asPage(api, cookie).get('/api/session')).status === 200;

  test('tells who one is, and what in which project', async () => {
    const reply = await enter(api, { ...ann, email: ann.email.toUpperCase() });
    const { id, slug, name } = acme;
    const expected = {
      person: { id: ann.id, name: expect.any(String), email: ann.email },
      projects: [{ id, slug, name, role: 'editor' }],
    };
    expect(await sessionOf(reply)).toEqual(expected);
    const page = asPage(api, cookieOf(reply));
    expect(await sessionOf(await page.get('/api/session'))).toEqual(expected);
    const { data } = await (await page.get('/api/projects')).json();
    expect(data.map((one: { id: string }) => one.id)).toEqual([id]);
  });

  describe('sets a cookie', () => {
    const attributesAt = async (environment: Record<string, string>) => {
      const node = await startApi(database.openSecond(), { environment });
      const reply = await enter(node, ann);
      await node.stop();
      expect(reply.headers.get('cache-control')).toBe('no-store');
      return reply.headers.getSetCookie().map((one) => one.split('; ').map(keepName));
    };
    const keepName = (part: string, at: number) => (at === 0 ? part.split('=')[0] : part);
    const always = ['Max-Age=2592000', 'Path=/', 'HttpOnly'];

    test('bound to the host and to https, where that is the address', async () => {
      expect(await attributesAt({ PUBLIC_URL: 'https://notes.example.com' })).toEqual([
        ['__Host-tidings', ...always, 'Secure', 'SameSite=Lax'],
      ]);
    });

    test('with a plain name on this machine', async () => {
      expect(await attributesAt({})).toEqual([['tidings', ...always, 'SameSite=Lax']]);
    });
  });

  test('has a new id each time, and ends the session that the browser had', async () => {
    const first = await enter(api, ann, ann.cookie);
    expect(first.status).toBe(200);
    expect(cookieOf(first)).not.toBe(ann.cookie);
    expect([await isIn(ann.cookie), await isIn(cookieOf(first))]).toEqual([false, true]);
  });

  test('takes no id that somebody else chose', async () => {
    const planted = `tidings=${'A'.repeat(32)}.${'B'.repeat(43)}%3D`;
    const reply = await enter(api, ann, planted);
    expect(cookieOf(reply)).not.toBe(planted);
    expect([await isIn(planted), await isIn(cookieOf(reply))]).toEqual([false, true]);
  });

  test('takes no cookie without our signature, though it names a session', async () => {
    const { token } = await database.reader
      .selectFrom('person_session')
      .select('token')
      .executeTakeFirstOrThrow();
    expect(ann.cookie).toContain(token);
    expect(await isIn(ann.cookie)).toBe(true);
    const [name, value = ''] = ann.cookie.split('=');
    const signature = decodeURIComponent(value).slice(token.length + 1);
    const other = `${signature.startsWith('A') ? 'B' : 'A'}${signature.slice(1)}`;
    for (const forged of [token, `${token}.`, `${token}.${other}`, signature, '']) {
      expect(await isIn(`${name}=${encodeURIComponent(forged)}`)).toBe(false);
    }
  });

  test.each(['%', '%E0%A4%A', '%00', '"', 'a.b.c', '=', ';', 'ä', 'x'.repeat(8000)])(
    'takes no cookie that is hardly one: %s',
    async (value) => {
      const reply = await asPage(api, `tidings=${encodeURI(value).replaceAll('%25', '%')}`).get(
        '/api/session',
      );
      expect(await codeOf(reply)).toBe('unauthorized');
    },
  );

  describe('says no', () => {
    const wrong = (email: string) => enter(api, { email, password: 'not the password' });

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
      const late = await enter(api, ann);
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

  describe('is counted', () => {
    let strict: TestApi;

    beforeEach(async () => {
      strict = await startApi(database.openSecond(), { environment: { RATE_LIMITS: 'on' } });
    });

    afterEach(() => strict.stop());

    const guess = (email: string) => enter(strict, { email, password: 'a wrong one' });
    const statusesOf = async (email: string, times: number) => {
      const replies = [];
      for (let n = 0; n < times; n += 1) replies.push((await guess(email)).status);
      return replies;
    };

    test('ten tries for one address, then none until later, known or not', async () => {
      for (const email of [ann.email, 'nobody@example.com']) {
        expect(await statusesOf(email, 10)).toEqual(Array(10).fill(401));
        const reply = await guess(email);
        expect(Number(reply.headers.get('retry-after'))).toBeGreaterThan(800);
        expect(await codeOf(reply)).toBe('rate_limited');
      }
      const right = await enter(strict, ann);
      expect(await codeOf(right)).toBe('rate_limited');
    });

    test('however the address is spelt, and as a guess at an invitation too', async () => {
      expect(await statusesOf(ann.email.toUpperCase(), 10)).toEqual(Array(10).fill(401));
      const token = await invite(api, { projectId: acme.id, role: 'owner' });
      const acceptance = { token, email: ann.email, password: testPassword };
      const reply = await asPage(strict).send('POST', '/api/invitation-acceptances', acceptance);
      expect(await codeOf(reply)).toBe('rate_limited');
    });

    const join = async (acceptance: object) =>
      asPage(strict).send('POST', '/api/invitation-acceptances', acceptance);

    test('anew from ten after the right one, at any door', async () => {
      expect(await statusesOf(ann.email, 9)).toEqual(Array(9).fill(401));
      expect((await enter(strict, ann)).status).toBe(200);
      const token = await invite(api, { projectId: acme.id, role: 'owner' });
      const wrongly = { token, email: ann.email, password: 'a wrong one' };
      for (let n = 0; n < 9; n += 1) expect((await join(wrongly)).status).toBe(422);
      expect((await join({ ...wrongly, password: ann.password })).status).toBe(200);
      expect(await statusesOf(ann.email, 10)).toEqual(Array(10).fill(401));
      expect(await codeOf(await guess(ann.email))).toBe('rate_limited');
    });

    test('wrong ones at all doors together, and nobody clears those of somebody else', async () => {
      const token = await invite(api, { projectId: acme.id, role: 'owner' });
      const wrongly = { token, email: ann.email, password: 'a wrong one' };
      expect(await statusesOf(ann.email, 5)).toEqual(Array(5).fill(401));
      for (let n = 0; n < 3; n += 1) await join(wrongly);
      const page = asPage(strict, ann.cookie);
      const change = { current: 'a wrong one', next: 'a password of mine' };
      for (let n = 0; n < 2; n += 1) await page.send('POST', '/api/password', change);
      const mallory = { token, email: 'mallory@example.com', password: testPassword, name: 'M' };
      expect((await join(mallory)).status).toBe(200);
      expect((await enter(strict, mallory)).status).toBe(200);
      expect(await codeOf(await enter(strict, ann))).toBe('rate_limited');
    });

    test('not what fails for another reason than a wrong password', async () => {
      const token = await invite(api, { projectId: acme.id, role: 'owner' });
      const nameless = { token, email: 'new@example.com', password: testPassword };
      for (let n = 0; n < 11; n += 1) expect((await join(nameless)).status).toBe(422);
      expect((await join({ ...nameless, name: 'New' })).status).toBe(200);
    });

    test('ten of a flood that comes all at once', async () => {
      const flood = await Promise.all(Array.from({ length: 30 }, () => guess(ann.email)));
      expect(flood.filter(({ status }) => status === 401)).toHaveLength(10);
      expect(flood.filter(({ status }) => status === 429)).toHaveLength(20);
    });

    test('a hundred of one network, whomever they are for', async () => {
      const look = () => asPage(strict).send('POST', '/api/invitation-lookups', { token: 'x' });
      for (let n = 0; n < 99; n += 1) expect((await look()).status).toBe(404);
      expect((await guess(ann.email)).status).toBe(401);
      expect(await codeOf(await look())).toBe('rate_limited');
      expect(await codeOf(await guess('nobody@example.com'))).toBe('rate_limited');
    });

    test('guesses at the present password by whoever holds a session', async () => {
      const page = asPage(strict, ann.cookie);
      const change = { current: 'a wrong one', next: 'a password of mine' };
      for (let n = 0; n < 10; n += 1) await page.send('POST', '/api/password', change);
      expect(await codeOf(await page.send('POST', '/api/password', change))).toBe('rate_limited');
    });
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

    test('no longer', async () => {
      await ageTo(-1000);
      const reply = await ann.get('/api/session');
      expect(await codeOf(reply)).toBe('unauthorized');
      expect(reply.headers.getSetCookie()).toEqual([]);
      const bob = await comeIn(api, acme, 'viewer');
      const whose = async () => {
        const rows = database.reader.selectFrom('person_session').select('person_id');
        return (await rows.execute()).map((row) => row.person_id).sort();
      };
      expect(await whose()).toEqual([ann.id, bob.id].sort());
      await enter(api, ann);
      await enter(api, ann);
      // What had expired is forgotten; what holds stays.
      expect(await whose()).toEqual([ann.id, ann.id, bob.id].sort());
      expect(await isIn(bob.cookie)).toBe(true);
    });
  });
});
