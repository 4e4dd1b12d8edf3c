import { afterEach, beforeEach, expect, test } from 'vitest';
import { startApi, type TestApi } from '../support/api.ts';
import { onEachDatabase } from '../support/databases.ts';
import { addMember } from '../support/people.ts';
import { createTestProject, type TestProject } from '../support/projects.ts';
import { addressOf, createResources, listOperations, type Operation } from './operations.ts';

onEachDatabase('a reply under /api', ({ open }) => {
  let api: TestApi;
  let acme: TestProject;
  let routes: Operation[];
  let things: Record<string, string>;

  beforeEach(async () => {
    api = await startApi(await open());
    acme = await createTestProject(api);
    routes = (await listOperations(api)).filter(({ path }) => path.startsWith('/api/'));
    things = await createResources(api, acme);
  });

  afterEach(() => api.stop());

  type Call = (method: string, path: string) => Promise<Response>;

  async function expectNoStore(call: Call): Promise<void> {
    expect(routes.length).toBeGreaterThan(30);
    const cached: string[] = [];
    for (const route of routes) {
      const reply = await call(route.method, addressOf(route, things));
      const said = reply.headers.get('cache-control');
      if (said !== 'no-store') cached.push(`${route.method} ${route.path}: ${said}`);
    }
    expect(cached).toEqual([]);
  }

  test('to a guest is stored by no cache', () =>
    expectNoStore(async (method, path) => api.app.request(path, { method })));

  test('to a key is stored by no cache', async () => {
    const key = await acme.key('admin');
    await expectNoStore((method, path) => api.as(key).send(method, path));
  });

  test('to a person is stored by no cache', async () => {
    const owner = await addMember(api, acme, 'owner');
    await expectNoStore((method, path) => owner.send(method, path));
  });

  test.each([
    ['GET', '/api/nothing'],
    ['OPTIONS', '/api/projects'],
    ['PUT', '/api/projects'],
    ['HEAD', '/api/projects'],
  ])('is stored by no cache where no route takes it: %s %s', async (method, path) => {
    const reply = await api.app.request(path, { method });
    expect(reply.headers.get('cache-control')).toBe('no-store');
  });
});
