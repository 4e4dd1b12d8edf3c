import { afterEach, beforeEach, expect, test } from 'vitest';
import { createPasswordLink } from '../../api/people/password-links.ts';
import { passwordLinkOwner } from '../../contract/people.ts';
import { problem } from '../../contract/problem.ts';
import { startApi, type TestApi } from '../support/api.ts';
import { onEachDatabase, type TestDatabase } from '../support/databases.ts';
import {
  addMember,
  cookieOf,
  createPageClient,
  invite,
  readSession,
  signIn,
  type TestPerson,
  tokenOf,
} from '../support/people.ts';
import { createTestProject, type TestProject } from '../support/projects.ts';

const dayMs = 24 * 60 * 60 * 1000;
const password = 'seven green boats';
const unknownToken = 'A'.repeat(43);

onEachDatabase('a link to a new password', ({ open }) => {
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

  /** As `tidings member password` does. */
  async function link(email = ann.email): Promise<string> {
    const by = { email, publicUrl: 'http://localhost:3000' };
    const make = database.writer
      .transaction()
      .execute((trx) =>
        createPasswordLink(trx, by, { now: api.clock(), newId: api.deps.randomId }),
      );
    return tokenOf(await make);
  }

  const codeOf = async (reply: Response) => problem.parse(await reply.json()).code;
  const lookUp = (token: string) =>
    createPageClient(api).send('POST', '/api/password-link-lookups', { token });
  const reset = (token: string, to = password, by = api, cookie = '') =>
    createPageClient(by, cookie).send('POST', '/api/password-resets', { token, password: to });
  const isIn = async (cookie: string) =>
    (await createPageClient(api, cookie).get('/api/session')).status === 200;
  const signsIn = async (by: string) =>
    (await signIn(api, { email: ann.email, password: by })).status === 200;

  test('lets the person choose it, signed in at once and out everywhere else', async () => {
    const [other, bob] = [cookieOf(await signIn(api, ann)), await addMember(api, acme, 'viewer')];
    const token = await link();
    const owner = passwordLinkOwner.parse(await (await lookUp(token)).json());
    expect(owner).toMatchObject({ email: ann.email });
    expect(await signsIn(ann.password)).toBe(true);

    const reply = await reset(token);
    expect((await readSession(reply)).person.id).toBe(ann.id);
    expect(await isIn(cookieOf(reply))).toBe(true);
    expect([await isIn(ann.cookie), await isIn(other), await isIn(bob.cookie)]).toEqual([
      false,
      false,
      true,
    ]);
    expect([await signsIn(ann.password), await signsIn(password)]).toEqual([false, true]);
  });

  test('is not stored: what is kept opens nothing', async () => {
    const token = await link();
    const rows = await database.reader.selectFrom('person_verification').selectAll().execute();
    expect(rows).toHaveLength(1);
    expect(JSON.stringify(rows)).not.toContain(token);
    const hash = rows[0]?.identifier.split(':')[1] ?? '';
    expect(hash).toMatch(/^[\da-f]{64}$/);
    expect(await codeOf(await reset(hash))).toBe('not_found');
  });

  test('works once', async () => {
    const token = await link();
    expect((await reset(token)).status).toBe(200);
    for (const reply of [await lookUp(token), await reset(token, 'eight grey boats')]) {
      expect(reply.headers.getSetCookie()).toEqual([]);
      expect([reply.status, await codeOf(reply)]).toEqual([404, 'not_found']);
    }
    expect(await signsIn(password)).toBe(true);
  });

  test('works once, however many use it at once, on however many nodes', async () => {
    const token = await link();
    const other = await startApi(database.openSecond());
    const wanted = ['one', 'two', 'three', 'four'].map((word) => `${word} green boats`);
    const replies = await Promise.all(
      wanted.map((to, at) => reset(token, to, at % 2 === 0 ? api : other)),
    );
    await other.stop();
    expect(replies.map(({ status }) => status).sort()).toEqual([200, 404, 404, 404]);
    const works = replies.findIndex(({ status }) => status === 200);
    const signs = await Promise.all(wanted.map((to) => signsIn(to)));
    expect(signs).toEqual(wanted.map((_, at) => at === works));
    const audit = await database.reader
      .selectFrom('audit_entry')
      .select('action')
      .where('action', '=', 'member.password_reset')
      .execute();
    expect(audit).toHaveLength(1);
  });

  test('expires after a day', async () => {
    const token = await link();
    api.clock.advance(dayMs - 1);
    expect((await lookUp(token)).status).toBe(200);
    api.clock.advance(1);
    expect(await codeOf(await lookUp(token))).toBe('not_found');
    expect(await codeOf(await reset(token))).toBe('not_found');
    expect(await signsIn(ann.password)).toBe(true);
  });

  test('is replaced by a newer one, and by a password that is chosen otherwise', async () => {
    const [former, bobs] = [await link(), await link((await addMember(api, acme, 'viewer')).email)];
    const newer = await link();
    expect(await codeOf(await lookUp(former))).toBe('not_found');
    expect((await lookUp(newer)).status).toBe(200);
    const change = { current: ann.password, next: password };
    expect((await ann.send('POST', '/api/password', change)).status).toBe(204);
    expect(await codeOf(await reset(newer, 'eight grey boats'))).toBe('not_found');
    expect((await lookUp(bobs)).status).toBe(200);
  });

  test('is not used up by a password that is too short', async () => {
    const token = await link();
    const reply = await reset(token, 'nine char');
    expect(problem.parse(await reply.json()).errors).toMatchObject([{ pointer: '/password' }]);
    expect((await reset(token)).status).toBe(200);
  });

  test('ends the session of whoever else had the browser', async () => {
    const bob = await addMember(api, acme, 'viewer');
    expect((await reset(await link(), password, api, bob.cookie)).status).toBe(200);
    expect(await isIn(bob.cookie)).toBe(false);
  });

  test('stands in the log of every project of the person, made and used, and of no other', async () => {
    const [beta, gamma] = [await createTestProject(api), await createTestProject(api)];
    const token = await invite(api, { projectId: beta.id, role: 'viewer' });
    const { email, password: present } = ann;
    const acceptance = { token, email, password: present, name: 'Ann' };
    await createPageClient(api).send('POST', '/api/invitation-acceptances', acceptance);
    await reset(await link());
    for (const { id } of [acme, beta]) {
      const entries = await database.reader
        .selectFrom('audit_entry')
        .select(['actor', 'action', 'subject', 'before', 'after'])
        .where('project_id', '=', id)
        .orderBy('seq', 'desc')
        .limit(2)
        .execute();
      const subject = `member:${ann.id}`;
      const nothing = { subject, before: null, after: null };
      expect(entries).toEqual([
        { actor: `person:${ann.id}`, action: 'member.password_reset', ...nothing },
        { actor: 'system', action: 'member.password_link', ...nothing },
      ]);
    }
    const others = await database.reader
      .selectFrom('audit_entry')
      .select('action')
      .where('project_id', '=', gamma.id)
      .where('action', 'like', 'member.%')
      .execute();
    expect(others).toEqual([]);
  });

  test('that nobody made opens nothing, and tells nobody who is known', async () => {
    for (const reply of [await lookUp(unknownToken), await reset(unknownToken)]) {
      const said = problem.parse(await reply.json());
      expect(said.code).toBe('not_found');
      expect(said.detail).not.toContain('@');
    }
  });

  test('is made for nobody whom we do not know, and nothing is written', async () => {
    await expect(link('eve@example.com')).rejects.toThrow(
      'No one signs in here as eve@example.com.',
    );
    const rows = await database.reader.selectFrom('person_verification').selectAll().execute();
    expect(rows).toEqual([]);
  });
});
