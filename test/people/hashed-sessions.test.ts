import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { migrate } from '../../api/db/migrate.ts';
import { problem } from '../../contract/problem.ts';
import { migrations } from '../../migrations/index.ts';
import { startApi, type TestApi } from '../support/api.ts';
import { onEachDatabase, type TestDatabase } from '../support/databases.ts';
import {
  addMember,
  cookieOf,
  createPageClient,
  signIn,
  type TestPerson,
} from '../support/people.ts';
import { createTestProject } from '../support/projects.ts';

const started = '2026-05-01T12:00:00.000Z';

onEachDatabase('a stored session', ({ dialect, open, openEmpty }) => {
  async function signedIn(database: TestDatabase) {
    const api = await startApi(database);
    return { api, ann: await addMember(api, await createTestProject(api), 'owner') };
  }

  test('holds the hash of the token in the cookie', async () => {
    const database = await open();
    const { api, ann } = await signedIn(database);
    expect(await storedTokens(database)).toEqual([hashOf(tokenIn(ann.cookie))]);
    await api.stop();
  });

  test('is the only trace of it: no table contains the token', async () => {
    const database = await open();
    const { api, ann } = await signedIn(database);
    await prolong(database, api, ann);
    const second = cookieOf(await signIn(api, ann, ann.cookie));
    await api.stop();
    for (const token of [tokenIn(ann.cookie), tokenIn(second)]) {
      expect(token).toMatch(/^\w{32}$/);
      expect(await everythingIn(database)).not.toContain(token);
    }
  });

  const testOnSqlite = dialect === 'sqlite' ? test : () => {};
  testOnSqlite('neither do the database file and its log', async () => {
    const database = await open();
    const { api, ann } = await signedIn(database);
    await prolong(database, api, ann);
    const path = database.url.replace('sqlite:', '');
    const files = await Promise.all([path, `${path}-wal`].map((file) => readFile(file, 'latin1')));
    expect(files.join('')).toContain(hashOf(tokenIn(ann.cookie)));
    expect(files.join('')).not.toContain(tokenIn(ann.cookie));
    await api.stop();
  });

  test('cannot be opened with what a row contains', async () => {
    const database = await open();
    const { api, ann } = await signedIn(database);
    expect(await isIn(api, ann.cookie)).toBe(true);
    const token = tokenIn(ann.cookie);
    await database.writer.updateTable('person_session').set({ token }).execute();
    expect(await isIn(api, ann.cookie)).toBe(false);
    await api.stop();
  });

  test('has ended once the database is upgraded from a version that stored tokens', async () => {
    const database = await openEmpty();
    const older = Object.entries(migrations).filter(([name]) => name < '0014_hashed_sessions');
    await migrate(database, Object.fromEntries(older));
    await sql`insert into person (id, name, email, email_verified, created_at, updated_at)
      values ('ann', 'Ann', 'ann@example.com', 0, ${started}, ${started})`.execute(database.writer);
    await sql`insert into person_session (id, token, person_id, expires_at, created_at, updated_at)
      values ('one', 'the token', 'ann', '2099-01-01T00:00:00.000Z', ${started}, ${started})
      `.execute(database.writer);
    await migrate(database);
    expect(await storedTokens(database)).toEqual([]);
    expect(await everythingIn(database)).toContain('ann@example.com');
  });
  describe('of the version before', () => {
    const formerCookies = ['tidings=abc.def', '__Host-tidings=abc.def'];
    const updated = {
      status: 401,
      code: 'unauthorized',
      reason: 'updated',
      detail: 'Tidings was updated. Sign in again.',
    };

    test.each(formerCookies)('is known to the server by the cookie %s', async (cookie) => {
      const { api } = await signedIn(await open());
      for (const path of ['/api/session', '/api/projects']) {
        const reply = await createPageClient(api, cookie).get(path);
        expect(problem.parse(await reply.json())).toMatchObject(updated);
      }
      await api.stop();
    });

    test('is not the reason where a session ended otherwise, or never was', async () => {
      const { api, ann } = await signedIn(await open());
      await ann.send('DELETE', '/api/session');
      for (const cookie of ['', ann.cookie]) {
        const reply = await createPageClient(api, cookie).get('/api/session');
        const body = problem.parse(await reply.json());
        expect(body).toMatchObject({ detail: 'Your session has ended. Sign in again.' });
        expect(body).not.toHaveProperty('reason');
      }
      await api.stop();
    });

    test('leaves the browser when the person signs in again', async () => {
      const { api, ann } = await signedIn(await open());
      const reply = await signIn(api, ann, formerCookies.join('; '));
      const [session, ...others] = reply.headers.getSetCookie();
      expect(session).toMatch(/^tidings-session=./);
      expect(others.filter((cookie) => cookie.includes('Max-Age=0;'))).toEqual([
        'tidings=; Max-Age=0; Path=/; HttpOnly; SameSite=Lax',
        '__Host-tidings=; Max-Age=0; Path=/; HttpOnly; Secure; SameSite=Lax',
      ]);
      await api.stop();
    });

    test('does not keep an API key from being read', async () => {
      const database = await open();
      const api = await startApi(database);
      const acme = await createTestProject(api);
      const authorization = `Bearer ${await acme.key('read')}`;
      const headers = { authorization, cookie: formerCookies[0] ?? '' };
      const reply = await api.app.request(`/api/projects/${acme.id}`, { headers });
      expect(reply.status).toBe(200);
      await api.stop();
    });
  });
});

/** Lets the session be used again after the day on which it began. */
async function prolong(database: TestDatabase, api: TestApi, ann: TestPerson): Promise<void> {
  const expires_at = new Date(Date.now() + 20 * 24 * 3600 * 1000).toISOString();
  await database.writer.updateTable('person_session').set({ expires_at }).execute();
  const reply = await createPageClient(api, ann.cookie).get('/api/session');
  expect(cookieOf(reply)).toBe(ann.cookie);
}

async function isIn(api: TestApi, cookie: string): Promise<boolean> {
  return (await createPageClient(api, cookie).get('/api/session')).status === 200;
}

/** The token in a cookie, without its signature. */
function tokenIn(cookie: string): string {
  return cookie.split('=')[1]?.split('.')[0] ?? '';
}

function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

async function storedTokens({ reader }: TestDatabase): Promise<string[]> {
  const rows = await reader.selectFrom('person_session').select('token').execute();
  return rows.map(({ token }) => token);
}

/** All rows of all tables as one text. */
async function everythingIn({ reader }: TestDatabase): Promise<string> {
  const tables = await reader.introspection.getTables({ withInternalKyselyTables: true });
  const rows = tables.map(({ name }) => sql`select * from ${sql.table(name)}`.execute(reader));
  return JSON.stringify((await Promise.all(rows)).map((result) => result.rows));
}
