import { afterEach, beforeEach, expect, test } from 'vitest';
import { createOwnerInvitation, ensureOwnerInvitation } from '../../api/members/first-owner.ts';
import { problem } from '../../contract/problem.ts';
import { startApi, type TestApi } from '../support/api.ts';
import { onEachDatabase, type TestDatabase } from '../support/databases.ts';
import {
  addMember,
  cookieOf,
  createPageClient,
  invite,
  readSession,
  testPassword,
} from '../support/people.ts';
import { createTestProject, type TestProject } from '../support/projects.ts';

const hourMs = 60 * 60 * 1000;

onEachDatabase('the first owner', ({ open }) => {
  let database: TestDatabase;
  let api: TestApi;
  let acme: TestProject;
  let beta: TestProject;

  beforeEach(async () => {
    database = await open();
    api = await startApi(database);
    acme = await createTestProject(api, { name: 'Acme' });
    beta = await createTestProject(api, { name: 'Beta' });
  });

  afterEach(() => api.stop());

  const link = async () => (await createOwnerInvitation(database, api.clock()))?.token;
  const kept = () => ensureOwnerInvitation(database, api.clock());

  const accept = (token = '', email = 'ann@example.com', by = api) =>
    createPageClient(by).send('POST', '/api/invitation-acceptances', {
      ...{ token, email, name: 'Ann', password: testPassword },
    });

  const codeOf = async (reply: Response) => problem.parse(await reply.json()).code;
  const lookUp = async (token = '') =>
    (await createPageClient(api).send('POST', '/api/invitation-lookups', { token })).json();

  test('has one link, and its token is not stored', async () => {
    const token = await link();
    expect(token).toMatch(/^[\w-]{43}$/);
    const rows = await database.reader.selectFrom('invitation').selectAll().execute();
    expect(rows).toHaveLength(1);
    expect(JSON.stringify(rows)).not.toContain(token);
    expect(await lookUp(token)).toEqual({ project: null, role: 'owner', email: null });
  });

  test('gets a new link on request, and the former link no longer works', async () => {
    const former = await link();
    const token = await link();
    expect(token).not.toBe(former);
    expect(await codeOf(await accept(former))).toBe('not_found');
    expect((await accept(token)).status).toBe(200);
  });

  test('keeps a valid link when a node starts, on whichever node', async () => {
    const first = await kept();
    const second = await ensureOwnerInvitation(database.openSecond(), api.clock());
    expect(second).toEqual({ token: undefined, expiresAt: first?.expiresAt });
    expect((await accept(first?.token)).status).toBe(200);
  });

  test('has 24 hours for a link; after that the next start creates another', async () => {
    const former = await link();
    api.clock.advance(24 * hourMs - 1);
    expect(await lookUp(former)).toMatchObject({ role: 'owner' });
    expect((await kept())?.token).toBeUndefined();
    api.clock.advance(1);
    expect(await lookUp(former)).toMatchObject({
      code: 'invitation_expired',
      detail: expect.stringContaining('run npx tidings owner-link on the server'),
    });
    expect(await codeOf(await accept(former))).toBe('invitation_expired');
    expect((await accept((await kept())?.token)).status).toBe(200);
  });

  test('does not keep a link of version 0.1.0, which had no end', async () => {
    const former = await link();
    await database.writer.updateTable('invitation').set({ expires_at: null }).execute();
    expect((await kept())?.token).toMatch(/^[\w-]{43}$/);
    expect(await codeOf(await accept(former))).toBe('not_found');
  });

  test('owns every project that has no owner, and may make more', async () => {
    const reply = await accept(await link());
    const { projects } = await readSession(reply);
    expect(projects.map(({ id, role }) => [id, role])).toEqual([
      [acme.id, 'owner'],
      [beta.id, 'owner'],
    ]);
    const page = createPageClient(api, cookieOf(reply));
    const made = await page.send('POST', '/api/projects', { name: 'Gamma', slug: 'gamma' });
    expect(made.status).toBe(201);
    const { data } = await (await page.get(`/api/projects/${acme.id}/audit`)).json();
    expect(data[0]).toMatchObject({ action: 'member.add', after: { role: 'owner' } });
  });

  test('may make the first project of an instance that has none', async () => {
    const bare = await open();
    const empty = await startApi(bare);
    const token = (await createOwnerInvitation(bare, empty.clock()))?.token;
    const reply = await accept(token, 'ann@example.com', empty);
    expect((await readSession(reply)).projects).toEqual([]);
    const page = createPageClient(empty, cookieOf(reply));
    const made = await page.send('POST', '/api/projects', { name: 'Gamma', slug: 'gamma' });
    expect(made.status).toBe(201);
    expect((await readSession(await page.get('/api/session'))).projects).toMatchObject([
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
    await addMember(api, acme, 'viewer');
    expect(await link()).toBeUndefined();
    expect(await kept()).toBeUndefined();
    expect(await lookUp(token)).toMatchObject({ code: 'invitation_used' });
    expect(await codeOf(await accept(token))).toBe('invitation_used');
  });

  test('takes nothing from a project that has an owner', async () => {
    const token = await invite(api, { projectId: acme.id, role: 'owner' });
    const { projects } = await readSession(await accept(token));
    expect(projects.map(({ id }) => id)).toEqual([acme.id]);
  });
});
