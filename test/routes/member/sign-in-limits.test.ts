import { afterEach, beforeEach, expect, test } from 'vitest';
import { problem } from '../../../contract/problem.ts';
import { startApi, type TestApi } from '../../support/api.ts';
import { onEachDatabase, type TestDatabase } from '../../support/databases.ts';
import {
  addMember,
  createPageClient,
  invite,
  signIn,
  type TestPerson,
  testPassword,
} from '../../support/people.ts';
import { createTestProject, type TestProject } from '../../support/projects.ts';

onEachDatabase('an attempt to sign in is counted:', ({ open }) => {
  let database: TestDatabase;
  let api: TestApi;
  let acme: TestProject;
  let ann: TestPerson;
  let strict: TestApi;

  beforeEach(async () => {
    database = await open();
    api = await startApi(database);
    acme = await createTestProject(api);
    ann = await addMember(api, acme, 'editor');
    strict = await startApi(database.openSecond(), { environment: { RATE_LIMITS: 'on' } });
  });

  afterEach(async () => {
    await strict.stop();
    await api.stop();
  });

  const codeOf = async (reply: Response) => problem.parse(await reply.json()).code;

  const guess = (email: string) => signIn(strict, { email, password: 'a wrong one' });
  const statusesOf = async (email: string, times: number) => {
    const replies = [];
    for (let n = 0; n < times; n += 1) replies.push((await guess(email)).status);
    return replies;
  };

  test('ten for one address and network, then none until later, known or not', async () => {
    for (const email of [ann.email, 'nobody@example.com']) {
      expect(await statusesOf(email, 10)).toEqual(Array(10).fill(401));
      const reply = await guess(email);
      expect(Number(reply.headers.get('retry-after'))).toBeGreaterThan(800);
      expect(await codeOf(reply)).toBe('rate_limited');
    }
    const right = await signIn(strict, ann);
    expect(await codeOf(right)).toBe('rate_limited');
  });

  test('however the address is spelt, and as a guess at an invitation too', async () => {
    expect(await statusesOf(ann.email.toUpperCase(), 10)).toEqual(Array(10).fill(401));
    const token = await invite(api, { projectId: acme.id, role: 'owner' });
    const acceptance = { token, email: ann.email, password: testPassword };
    const reply = await createPageClient(strict).send(
      'POST',
      '/api/invitation-acceptances',
      acceptance,
    );
    expect(await codeOf(reply)).toBe('rate_limited');
  });

  const join = async (acceptance: object) =>
    createPageClient(strict).send('POST', '/api/invitation-acceptances', acceptance);

  test('anew from ten after the right one, at any door', async () => {
    expect(await statusesOf(ann.email, 9)).toEqual(Array(9).fill(401));
    expect((await signIn(strict, ann)).status).toBe(200);
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
    const page = createPageClient(strict, ann.cookie);
    const change = { current: 'a wrong one', next: 'a password of mine' };
    for (let n = 0; n < 2; n += 1) await page.send('POST', '/api/password', change);
    const mallory = { token, email: 'mallory@example.com', password: testPassword, name: 'M' };
    expect((await join(mallory)).status).toBe(200);
    expect((await signIn(strict, mallory)).status).toBe(200);
    expect(await codeOf(await signIn(strict, ann))).toBe('rate_limited');
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
    const look = () =>
      createPageClient(strict).send('POST', '/api/invitation-lookups', { token: 'x' });
    for (let n = 0; n < 99; n += 1) expect((await look()).status).toBe(404);
    expect((await guess(ann.email)).status).toBe(401);
    expect(await codeOf(await look())).toBe('rate_limited');
    expect(await codeOf(await guess('nobody@example.com'))).toBe('rate_limited');
  });

  test('guesses at the present password by whoever holds a session', async () => {
    const page = createPageClient(strict, ann.cookie);
    const change = { current: 'a wrong one', next: 'a password of mine' };
    for (let n = 0; n < 10; n += 1) await page.send('POST', '/api/password', change);
    expect(await codeOf(await page.send('POST', '/api/password', change))).toBe('rate_limited');
  });
});
