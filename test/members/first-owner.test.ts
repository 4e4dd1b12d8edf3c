import { afterEach, beforeEach, expect, test } from 'vitest';
import { createProtection } from '../../api/db/protection.ts';
import { firstOwnerToken } from '../../api/members/first-owner.ts';
import { problem } from '../../contract/problem.ts';
import { startApi, type TestApi } from '../support/api.ts';
import { onEachDatabase, type TestDatabase } from '../support/databases.ts';
import { asPage, comeIn, cookieOf, invite, sessionOf, testPassword } from '../support/people.ts';
import { makeProject, type TestProject } from '../support/projects.ts';

onEachDatabase('the first owner', ({ open }) => {
  let database: TestDatabase;
  let api: TestApi;
  let acme: TestProject;
  let beta: TestProject;

  beforeEach(async () => {
    database = await open();
    api = await startApi(database);
    acme = await makeProject(api, { name: 'Acme' });
    beta = await makeProject(api, { name: 'Beta' });
  });

  afterEach(() => api.stop());

  const link = (protection = api.deps.keys.protection) =>
    firstOwnerToken(database, protection, api.clock());

  const accept = (token = '', email = 'ann@example.com', by = api) =>
    asPage(by).send('POST', '/api/invitation-acceptances', {
      ...{ token, email, name: 'Ann', password: testPassword },
    });

  const codeOf = async (reply: Response) => problem.parse(await reply.json()).code;
  const lookUp = async (token = '') =>
    (await asPage(api).send('POST', '/api/invitation-lookups', { token })).json();

  test('has one link, at every start and on every node, and its token is not stored', async () => {
    const [token, again] = [await link(), await link()];
    expect(token).toMatch(/^[\w-]{43}$/);
    expect(again).toBe(token);
    const rows = await database.reader.selectFrom('invitation').selectAll().execute();
    expect(rows).toHaveLength(1);
    expect(JSON.stringify(rows)).not.toContain(token);
    expect(await lookUp(token)).toEqual({ project: null, role: 'owner', email: null });
  });

  test('gets another link with another secret, and the former opens nothing', async () => {
    const former = await link();
    const token = await link(createProtection(['another secret, drawn at random']));
    expect(token).not.toBe(former);
    expect(await codeOf(await accept(former))).toBe('not_found');
    expect((await accept(token)).status).toBe(200);
  });

  test('owns every project that has no owner, and may make more', async () => {
    const reply = await accept(await link());
    const { projects } = await sessionOf(reply);
    expect(projects.map(({ id, role }) => [id, role])).toEqual([
      [acme.id, 'owner'],
      [beta.id, 'owner'],
    ]);
    const page = asPage(api, cookieOf(reply));
    const made = await page.send('POST', '/api/projects', { name: 'Gamma', slug: 'gamma' });
    expect(made.status).toBe(201);
    const { data } = await (await page.get(`/api/projects/${acme.id}/audit`)).json();
    expect(data[0]).toMatchObject({ action: 'member.add', after: { role: 'owner' } });
  });

  test('may make the first project of an instance that has none', async () => {
    const bare = await open();
    const empty = await startApi(bare);
    const token = await firstOwnerToken(bare, empty.deps.keys.protection, empty.clock());
    const reply = await accept(token, 'ann@example.com', empty);
    expect((await sessionOf(reply)).projects).toEqual([]);
    const page = asPage(empty, cookieOf(reply));
    const made = await page.send('POST', '/api/projects', { name: 'Gamma', slug: 'gamma' });
    expect(made.status).toBe(201);
    expect((await sessionOf(await page.get('/api/session'))).projects).toMatchObject([
      { slug: 'gamma', role: 'owner' },
    ]);
    await empty.stop();
  });

  test('is one, however many come at once', async () => {
    const token = await link();
    const other = await startApi(database.openSecond());
    const emails = ['a', 'b', 'c', 'd'].map((name) => `${name}@example.com`);
    const replies = await Promise.all(
      emails.map((email, at) => accept(token, email, at % 2 === 0 ? api : other)),
    );
    await other.stop();
    expect(replies.map(({ status }) => status).sort()).toEqual([200, 409, 409, 409]);
    const people = await database.reader.selectFrom('person').select('id').execute();
    expect(people).toHaveLength(1);
  });

  test('is nobody any more once somebody has come in, by whatever link', async () => {
    const token = await link();
    await comeIn(api, acme, 'viewer');
    expect(await link()).toBeUndefined();
    expect(await lookUp(token)).toMatchObject({ code: 'invitation_used' });
    expect(await codeOf(await accept(token))).toBe('invitation_used');
  });

  test('takes nothing from a project that has an owner', async () => {
    const token = await invite(api, { projectId: acme.id, role: 'owner' });
    const { projects } = await sessionOf(await accept(token));
    expect(projects.map(({ id }) => id)).toEqual([acme.id]);
  });
});
