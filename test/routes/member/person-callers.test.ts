import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Role, roles } from '../../../contract/vocabulary.ts';
import {
  addressOf,
  createResources,
  expectError,
  listOperations,
  type Operation,
} from '../../http/operations.ts';
import { startApi, type TestApi } from '../../support/api.ts';
import { onEachDatabase } from '../../support/databases.ts';
import { addMember, type TestPerson } from '../../support/people.ts';
import { createTestProject, type TestProject } from '../../support/projects.ts';

/** What each change of one thing takes: a new route needs its line here. */
const bodies: Record<string, unknown> = {
  editRelease: { title: 'Mine' },
  rollBackRelease: { reason: 'Mine.' },
  editMember: { role: 'owner' },
};

onEachDatabase('every route for people', ({ open }) => {
  let api: TestApi;
  let acme: TestProject;
  let routes: Operation[];
  let things: Record<string, string>;

  beforeEach(async () => {
    api = await startApi(await open());
    acme = await createTestProject(api);
    const all = await listOperations(api);
    routes = all.filter(({ role, signedIn }) => role !== undefined || signedIn);
    things = await createResources(api, acme);
  });

  afterEach(() => api.stop());

  /** Without a body or a precondition, so that nothing is deleted and hardly anything changes. */
  const call = (route: Operation, person: TestPerson, headers: Record<string, string> = {}) =>
    person.send(route.method, addressOf(route, things), undefined, headers);

  const nameOf = ({ method, path }: Operation) => `${method} ${path}`;
  const isSigningOut = ({ path, method }: Operation) =>
    method === 'DELETE' && path.startsWith('/api/session');
  const isChange = ({ method }: Operation) => method !== 'GET';
  const needs = ({ role }: Operation) => roles.indexOf(role as Role);

  test.each(roles)('lets %s do what the role allows, and nothing else', async (role) => {
    const person = await addMember(api, acme, role);
    const tooStrong = routes.filter((route) => needs(route) > roles.indexOf(role));
    const fine = routes.filter((route) => !tooStrong.includes(route) && !isSigningOut(route));
    expect(tooStrong.length > 0).toBe(role !== 'owner');
    for (const route of tooStrong) {
      await expectError(route, await call(route, person), [403, 'forbidden']);
    }
    for (const route of fine) {
      const { status } = await call(route, person);
      const expected = isChange(route) ? [200, 201, 409, 415, 422, 428] : [200];
      expect(expected, nameOf(route)).toContain(status);
    }
  });

  test('is closed to the owner of another project, as if there were no such thing', async () => {
    const stranger = await addMember(api, await createTestProject(api), 'owner');
    const inside = routes.filter(({ path }) => path.includes('{project}'));
    expect(inside.length).toBeGreaterThan(20);
    for (const route of inside) {
      await expectError(route, await call(route, stranger), [404, 'not_found']);
    }
  });

  test('does not find this project’s things under the name of another that one owns', async () => {
    const other = await createTestProject(api);
    const stranger = await addMember(api, other, 'owner');
    things.project = other.slug;
    const about = routes.filter((route) => !isChange(route) && /\{(?!project\})/.test(route.path));
    expect(about.length).toBeGreaterThan(5);
    for (const route of about) {
      await expectError(route, await call(route, stranger), [404, 'not_found']);
    }
  });

  test('changes nothing of this project under the name of another that one owns', async () => {
    const [owner, other] = [await addMember(api, acme, 'owner'), await createTestProject(api)];
    const stranger = await addMember(api, other, 'owner');
    const about = routes.filter(({ path }) => /\{(?!project\})/.test(path));
    const readings = async () => {
      const these = about.filter((route) => !isChange(route));
      const replies = these.map(async (route) => (await call(route, owner)).text());
      return Promise.all(replies);
    };
    const before = await readings();
    const elsewhere = { ...things, project: other.slug };
    const changes = about.filter(isChange);
    expect(changes.length).toBeGreaterThan(8);
    for (const route of changes) {
      const body = bodies[route.operationId ?? ''];
      expect(body !== undefined || !route.requestBody?.required, nameOf(route)).toBe(true);
      const address = addressOf(route, elsewhere);
      const reply = await stranger.send(route.method, address, body, { 'if-match': '*' });
      await expectError(route, reply, [404, 'not_found']);
    }
    expect(await readings()).toEqual(before);
  });

  test('refuses a guest', async () => {
    for (const route of routes) {
      const reply = await api.app.request(addressOf(route, things), { method: route.method });
      await expectError(route, reply, [401, 'unauthorized']);
    }
  });

  test('refuses a session that has ended', async () => {
    const owner = await addMember(api, acme, 'owner');
    expect((await owner.get('/api/session')).status).toBe(200);
    expect((await owner.send('DELETE', '/api/session')).status).toBe(204);
    for (const route of routes) {
      await expectError(route, await call(route, owner), [401, 'unauthorized']);
    }
  });

  test('refuses a change that a page of another site asks for, cookie and all', async () => {
    const owner = await addMember(api, acme, 'owner');
    const changes = routes.filter(isChange);
    expect(changes.length).toBeGreaterThan(15);
    for (const route of changes) {
      const reply = await call(route, owner, { origin: 'https://evil.example' });
      await expectError(route, reply, [403, 'cross_origin_refused']);
    }
    expect((await owner.get('/api/session')).status).toBe(200);
  });
});
