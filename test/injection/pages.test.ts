import type { Page } from 'playwright-core';
import { afterAll, describe, expect, test } from 'vitest';
import { findRoute, routes } from '../../admin/routes.ts';
import { behindProxy } from '../admin/held-back/flood.ts';
import { setUpDashboard } from '../admin/pages/dashboard-fixture.ts';
import { hostPage, snippet, strictPolicy } from '../support/embedding.ts';
import { type Host, startHost } from '../support/hosts.ts';
import { panelOf } from '../widget/people/widget-fixture.ts';
import { type Field, fields, hostileText } from './fields.ts';
import { createHostileInstance, type HostileInstance } from './hostile-instance.ts';
import { inspect, recordExecution } from './inspection.ts';
import { neverShown, pages } from './pages.ts';
import { variants } from './payloads.ts';

let host: Host;
let world: HostileInstance;
const stage = setUpDashboard(async (instance) => {
  const policy = strictPolicy(instance.server.url);
  host = await startHost({ '/': { body: hostPage(snippet(instance)), policy } });
  // Whoever comes in first is the owner.
  await (await instance.visit('/admin/')).close();
  world = await createHostileInstance(instance, host.origin);
}, behindProxy);

afterAll(() => host.stop());

const inPanel: Field[] = [
  ...(['project /name', 'release /version', 'release /title'] as const),
  ...(['release /notes/-/title', 'release /notes/-/body'] as const),
];

/** Where a project's name stands: beside every page, in a sentence, and in a page without script. */
const withName = ['the account', 'an invitation', 'a public page of nothing'].flatMap(
  (name) => pages[name] ?? [],
);

/** Waits until a page shows these texts and no others, each as text and nothing more. */
async function expectTexts(page: Page, shows: readonly Field[]): Promise<void> {
  const expected = [...new Set(shows)].sort();
  await expect.poll(async () => (await inspect(page)).shownFields).toEqual(expected);
  const { shownFields: _, ...found } = await inspect(page);
  expect(found).toEqual({ executed: [], foreignElements: [], directionLeaks: [] });
}

describe('hostile text is text', () => {
  test.each(Object.entries(pages))('in %s', { timeout: 60_000 }, async (_name, seen) => {
    const { path, as = 'owner', open, shows } = seen;
    const page = await stage.visit(path(world), { before: recordExecution, as });
    await open?.(page, world);
    const always: Field[] = as === 'owner' ? ['project /name'] : [];
    await expectTexts(page, [...shows, ...always]);
  });

  test('in the panel, in a page of another origin', { timeout: 60_000 }, async () => {
    const address = encodeURIComponent(hostileText('address of a page', 300));
    const at = `${host.origin}/#tidings=${address}`;
    const page = await stage.visit(at, { before: recordExecution, as: 'guest' });
    // The address opens it.
    await panelOf(page).getByRole('article').first().waitFor();
    await expectTexts(page, inPanel);
  });

  test.each(variants)(
    'in a project’s name, by each way out: %i',
    { timeout: 60_000 },
    async (turn) => {
      await stage.call('PATCH', '', { name: hostileText('project /name', 100, turn) });
      for (const { path, shows, as = 'owner' } of withName) {
        const page = await stage.visit(path(world), { before: recordExecution, as });
        await expectTexts(page, ['project /name', ...shows]);
        await page.close();
      }
    },
  );
});

describe('these are all', () => {
  test('texts: each is shown somewhere, or it is said why not', () => {
    const shown = Object.values(pages).flatMap(({ shows }) => shows);
    expect([...new Set([...shown, ...inPanel, ...neverShown])].sort()).toEqual([...fields].sort());
    expect(shown.filter((field) => neverShown.includes(field))).toEqual([]);
  });

  test('pages: of the dashboard, and of those that the API describes', async () => {
    const visited = Object.values(pages).map(
      ({ path }) => new URL(path(world), stage.server.url).pathname,
    );
    const found = visited.flatMap((path) => findRoute(path)?.route.path ?? []);
    expect(new Set(found)).toEqual(new Set(routes.map(({ path }) => path)));

    const document = await (await fetch(`${stage.server.url}/openapi.json`)).json();
    const served = Object.keys(document.paths).filter((path) =>
      JSON.stringify(document.paths[path]).includes('"text/html"'),
    );
    expect(served.length).toBeGreaterThan(4);
    for (const path of served) {
      const pattern = new RegExp(`^${path.replaceAll(/\{\w+\}/g, '[^/]+')}$`);
      expect(
        visited.filter((one) => pattern.test(one)),
        path,
      ).not.toEqual([]);
    }
  });
});

describe('this test finds', () => {
  test('what runs, what acts, and what turns the words behind it', async () => {
    const page = await stage.visit('/?', { before: recordExecution, as: 'guest' });
    await page.route('**/?', async (route) => {
      const response = await route.fetch();
      const text = hostileText('release /title');
      const { 'content-security-policy': _, ...headers } = response.headers();
      const body = (await response.text()).replace('<main>', `<main><p>\u202e<i>x</i></p>${text}`);
      await route.fulfill({ response, body, headers });
    });
    await page.reload();
    await expect.poll(async () => (await inspect(page)).executed).toContain('release /title ran');
    const { foreignElements: strangers, directionLeaks: turning } = await inspect(page);
    expect(strangers.length).toBeGreaterThan(4);
    expect(turning).toContainEqual(expect.stringContaining('<p>\u202e'));
  });
});
