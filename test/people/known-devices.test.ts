import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { newId } from '../../api/ids.ts';
import { createPasswordLink } from '../../api/people/password-links.ts';
import { startApi, type TestApi } from '../support/api.ts';
import { onEachDatabase, type TestDatabase } from '../support/databases.ts';
import {
  addMember,
  createPageClient,
  signIn,
  type TestPerson,
  tokenOf,
} from '../support/people.ts';
import { createTestProject } from '../support/projects.ts';

// Hundreds of guesses, of which only the number matters.
vi.mock('@node-rs/argon2', () => ({
  hash: async (password: string) => `hash of ${password}`,
  verify: async (hashed: string, password: string) => hashed === `hash of ${password}`,
}));

const right = 200;
const wrong = 401;
const refused = 429;

onEachDatabase('wrong passwords from many networks', ({ open }) => {
  let database: TestDatabase;
  let api: TestApi;
  let ann: TestPerson;
  let strict: TestApi;

  beforeEach(async () => {
    database = await open();
    api = await startApi(database);
    ann = await addMember(api, await createTestProject(api), 'editor');
    strict = await startApi(database.openSecond(), { environment: { RATE_LIMITS: 'on' } });
  });

  afterEach(async () => {
    await strict.stop();
    await api.stop();
  });

  /** What a browser would send back of all cookies of a reply. */
  const cookiesOf = (reply: Response) =>
    reply.headers
      .getSetCookie()
      .map((one) => one.split(';')[0])
      .join('; ');
  const deviceOf = (reply: Response) =>
    reply.headers.getSetCookie().find((one) => one.startsWith('tidings-device=')) ?? '';

  async function signInFrom(
    network: number,
    credentials: { email: string; password: string },
    cookie = '',
  ): Promise<number> {
    const { origin } = new URL(strict.deps.config.publicUrl);
    const headers = { origin, cookie, 'content-type': 'application/json' };
    const remoteAddress = `198.51.${network}.1`;
    const env = { incoming: { socket: { remoteAddress } } };
    const { email, password } = credentials;
    const request = { method: 'POST', headers, body: JSON.stringify({ email, password }) };
    return (await strict.app.request('/api/session', request, env)).status;
  }

  const guessFrom = (network: number, email = ann.email, cookie = '') =>
    signInFrom(network, { email, password: 'a wrong one' }, cookie);

  /** 150 guesses from 15 networks, which begin with the given one. */
  async function attack(email = ann.email, first = 0): Promise<number[]> {
    const statuses: number[] = [];
    for (let network = first; network < first + 15; network += 1) {
      for (let n = 0; n < 10; n += 1) statuses.push(await guessFrom(network, email));
    }
    return statuses;
  }

  test('do not lock the owner out in another network', async () => {
    for (let n = 0; n < 10; n += 1) expect(await guessFrom(1)).toBe(wrong);
    expect(await guessFrom(1)).toBe(refused);
    expect(await signInFrom(2, ann)).toBe(right);
  });

  test('are limited to 100 an hour for an account, the same for an unknown one', async () => {
    for (const email of [ann.email, 'nobody@example.com']) {
      const statuses = await attack(email);
      expect(statuses.slice(0, 100)).toEqual(Array(100).fill(wrong));
      expect(statuses.slice(100)).toEqual(Array(50).fill(refused));
    }
    expect(await signInFrom(99, ann)).toBe(refused);
  });

  test('do not lock the owner out of a device that has signed in before', async () => {
    const cookies = cookiesOf(await signIn(strict, ann));
    await attack();
    expect(await signInFrom(99, ann, cookies)).toBe(right);
    for (let n = 0; n < 10; n += 1) expect(await guessFrom(99, ann.email, cookies)).toBe(wrong);
    expect(await guessFrom(99, ann.email, cookies)).toBe(refused);
  });

  test('are not forgotten when the owner signs in', async () => {
    const cookies = cookiesOf(await signIn(strict, ann));
    await attack();
    expect(await signInFrom(99, ann, cookies)).toBe(right);
    expect(await guessFrom(98)).toBe(refused);
  });

  test('lock out a device on which only another account has signed in', async () => {
    const bob = await addMember(api, await createTestProject(api), 'editor');
    const ofBob = cookiesOf(await signIn(strict, bob));
    await attack();
    expect(await signInFrom(99, ann, ofBob)).toBe(refused);
    expect(await signInFrom(99, bob, ofBob)).toBe(right);
  });

  test('are limited for a device whose cookie was forged or has a former password', async () => {
    const former = cookiesOf(await signIn(strict, ann));
    const forged = former.replace(/(tidings-device=[^.]+\.).{5}/, '$1AAAAA');
    const make = (trx: TestDatabase['writer']) =>
      createPasswordLink(trx, { email: ann.email, publicUrl: '' }, { now: api.clock(), newId });
    const link = await database.writer.transaction().execute(make);
    await attack();
    expect(await signInFrom(99, ann, forged)).toBe(refused);
    const password = 'seven green boats';
    const reset = { token: tokenOf(link), password };
    const reply = await createPageClient(strict).send('POST', '/api/password-resets', reset);
    expect(reply.status).toBe(right);
    await attack(ann.email, 15);
    expect(await signInFrom(99, { ...ann, password }, former)).toBe(refused);
    expect(await signInFrom(99, { ...ann, password }, cookiesOf(reply))).toBe(right);
  });

  test('do not concern the device on which the owner has just changed the password', async () => {
    const cookies = cookiesOf(await signIn(strict, ann));
    const next = 'seven green boats';
    const change = { current: ann.password, next };
    const reply = await createPageClient(strict, cookies).send('POST', '/api/password', change);
    await attack();
    expect(await signInFrom(99, { ...ann, password: next }, cookiesOf(reply))).toBe(right);
  });

  test('are told apart by a cookie that scripts cannot read and that names nobody', async () => {
    const cookie = deviceOf(await signIn(strict, ann));
    expect(cookie).toMatch(
      /^tidings-device=[\w-]{22}\.[\w-]{43}; Max-Age=34560000; Path=\/; HttpOnly; SameSite=Lax$/,
    );
    expect(deviceOf(await signIn(strict, ann))).not.toBe(cookie);
    const again = deviceOf(await signIn(strict, ann, cookie.split(';')[0]));
    expect(again).toBe(cookie);
  });
});
