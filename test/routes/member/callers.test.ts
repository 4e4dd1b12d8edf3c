import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { KeyScope } from '../../../contract/vocabulary.ts';
import {
  addressOf,
  createResources,
  expectError,
  listOperations,
  type Operation,
} from '../../http/operations.ts';
import { startApi, type TestApi } from '../../support/api.ts';
import { onEachDatabase } from '../../support/databases.ts';
import { createTestProject, type TestProject } from '../../support/projects.ts';

/** The strongest key that is still too weak for a role; a viewer is the weakest of all. */
const tooWeakFor: Record<string, KeyScope | undefined> = {
  viewer: undefined,
  editor: 'read',
  publisher: 'read',
  owner: 'publish',
};

onEachDatabase('every member route', ({ open }) => {
  let api: TestApi;
  let acme: TestProject;
  let routes: Operation[];
  let things: Record<string, string>;

  beforeEach(async () => {
    api = await startApi(await open());
    acme = await createTestProject(api);
    routes = (await listOperations(api)).filter(({ role }) => role !== undefined);
    things = await createResources(api, acme);
  });

  afterEach(() => api.stop());

  /** Without a body or a precondition: whoever may not come in is told so before those matter. */
  const call = (route: Operation, key?: string) =>
    api.app.request(addressOf(route, things), {
      method: route.method,
      headers: key === undefined ? {} : { authorization: `Bearer ${key}` },
    });

  const forAll = async (check: (route: Operation) => Promise<void>) => {
    expect(routes.length).toBeGreaterThan(10);
    for (const route of routes) await check(route);
  };

  test('says which role it needs, or is one of those by which people come in and go', async () => {
    await forAll(async ({ role }) => expect(Object.keys(tooWeakFor)).toContain(role));
    const others = (await listOperations(api)).filter(
      ({ path, role }) => path.startsWith('/api/') && role === undefined,
    );
    const names = (these: Operation[]) => these.map(({ operationId }) => operationId).sort();
    expect(names(others.filter(({ signedIn }) => !signedIn))).toEqual([
      'acceptInvitation',
      'lookUpInvitation',
      'lookUpPasswordLink',
      'resetPassword',
      'signIn',
    ]);
    expect(names(others.filter(({ signedIn }) => signedIn))).toEqual([
      'changePassword',
      'changePerson',
      'getSession',
      'signOut',
      'signOutEverywhere',
    ]);
  });

  test('lets in a key of its own project that is strong enough', async () => {
    const owner = await acme.key('admin');
    await forAll(async (route) => {
      // A deletion is last: the others need what it removes.
      if (route.method === 'DELETE') return;
      // For people only: a key that takes over another one would outlive its own creator.
      if (route.operationId === 'takeOverApiKey') return;
      const { status } = await call(route, owner);
      const fine = route.method === 'GET' ? [200] : [200, 201, 409, 415, 422, 428];
      expect(fine, `${route.method} ${route.path}`).toContain(status);
    });
    await forAll(async (route) => {
      if (route.method === 'DELETE') expect((await call(route, owner)).status).toBe(428);
    });
  });

  describe('refuses', () => {
    test('a guest', async () => {
      await forAll(async (route) => expectError(route, await call(route), [401, 'unauthorized']));
    });

    test('a key that is not ours', async () => {
      const key = `${(await acme.key('admin')).slice(0, -43)}${'A'.repeat(43)}`;
      await forAll(async (route) =>
        expectError(route, await call(route, key), [401, 'key_invalid']),
      );
    });

    test('a key of too small a scope', async () => {
      const keys = { read: await acme.key('read'), publish: await acme.key('publish') };
      await forAll(async (route) => {
        const scope = tooWeakFor[route.role ?? ''];
        if (!scope || scope === 'admin') return;
        await expectError(route, await call(route, keys[scope]), [403, 'forbidden']);
      });
    });

    test('a key of another project, as if there were no such thing', async () => {
      const key = await (await createTestProject(api)).key('admin');
      await forAll(async (route) => {
        if (!route.path.includes('{project}')) return;
        await expectError(route, await call(route, key), [404, 'not_found']);
      });
    });
  });

  test('does not find this project’s things under another project’s name', async () => {
    const other = await createTestProject(api);
    const key = await other.key('admin');
    things.project = other.slug;
    await forAll(async (route) => {
      if (route.method !== 'GET' || !/\{(?!project\})/.test(route.path)) return;
      await expectError(route, await call(route, key), [404, 'not_found']);
    });
  });
});
