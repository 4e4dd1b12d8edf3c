import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { desktop, phone } from '../../support/screens.ts';
import { settingsPath } from '../settings/settings-page.ts';
import { headingOf, setUpDashboard } from './dashboard-fixture.ts';
import { findFaultsOnEachScreen } from './page-checks.ts';

const stage = setUpDashboard();
const patience = { timeout: 60_000 };

// What pages show where there is nothing, nobody, or no server; each as whoever meets it.

test('whoever comes in by an invitation is within reach', patience, async () => {
  const { link } = await stage.call<{ link: string }>('POST', '/invitations', { role: 'editor' });
  const path = `/admin/#enter=${link.split('#enter=')[1]}`;
  const page = await stage.visit(path, { as: 'guest' });
  await page.getByRole('button', { name: 'Join project' }).waitFor();
  expect(await findFaultsOnEachScreen(page)).toEqual([]);
});

test('so is a link that is dead, and says so', patience, async () => {
  const page = await stage.visit(`/admin/#enter=${'x'.repeat(43)}`, { as: 'guest' });
  await page.getByText('This link doesn’t work').waitFor();
  expect(await findFaultsOnEachScreen(page)).toEqual([]);
});

test('so are the first steps of a new project', patience, async () => {
  const page = await stage.visit('/admin/new-project');
  await page.getByLabel('Name').fill('Empty');
  await page.getByRole('button', { name: 'Create project' }).click();
  await page.getByText('Nothing is released here yet').waitFor();
  expect(await findFaultsOnEachScreen(page)).toEqual([]);
});

test('so is a release that is not there, and leads on', patience, async () => {
  const path = '/admin/tidings/releases/01890000-0000-7000-8000-000000000000';
  const page = await stage.visit(path);
  await page.getByText('Not found').waitFor();
  expect(await findFaultsOnEachScreen(page)).toEqual([]);
  await page.getByRole('link', { name: 'Go to my project' }).click();
  await headingOf(page, 'Releases').waitFor();
});

test('so is a list that is still read', patience, async () => {
  const page = await stage.visit('/admin/account');
  await page.route('**/releases?*', () => {});
  await page.goto(`${stage.server.url}/admin/tidings/releases`);
  await page.getByText('Loading').waitFor();
  expect(await findFaultsOnEachScreen(page)).toEqual([]);
});

test('so is a server that is away, and the way back from there', patience, async () => {
  const page = await stage.visit('/admin/account');
  await page.route('**/api/session', (route) => route.abort());
  await page.reload();
  await page.getByText('This could not be loaded').waitFor();
  expect(await findFaultsOnEachScreen(page)).toEqual([]);
  await page.unroute('**/api/session');
  await page.getByRole('button', { name: 'Try again' }).click();
  await headingOf(page, 'Account').waitFor();
});

test('so is a key that is shown once', patience, async () => {
  const page = await stage.visit(settingsPath('keys'));
  await page.getByLabel('Name').fill('CI');
  await page.getByRole('button', { name: 'Create key' }).click();
  await page.getByRole('dialog').waitFor();
  expect(await findFaultsOnEachScreen(page)).toEqual([]);
});

test.each([
  ['a desk', desktop],
  ['a phone', phone],
])('so are the ways and the choice of a project, opened on %s', patience, async (_, viewport) => {
  const page = await stage.visit('/admin/tidings/releases', { browser: { viewport } });
  await headingOf(page, 'Releases').waitFor();
  await openWays(page);
  await page.getByRole('button', { name: /Tidings$/ }).click();
  await page.getByText('New project').waitFor();
  expect(await findFaultsOnEachScreen(page, [viewport])).toEqual([]);
});

/** On a narrow screen they lie behind a button. */
async function openWays(page: Page): Promise<void> {
  const menu = page.getByRole('button', { name: 'Menu' });
  if (await menu.isVisible()) await menu.click();
}
