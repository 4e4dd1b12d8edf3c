import { expect, test } from 'vitest';
import type { Project } from '../../../contract/projects.ts';
import { hostPage, snippet, strictPolicy } from '../../support/embedding.ts';
import { type Host, startHost } from '../../support/hosts.ts';
import { launcherOf } from '../../widget/people/widget-fixture.ts';
import { headingOf, setUpDashboard } from '../pages/dashboard-fixture.ts';
import { settingsPath, signUpInBrowser } from './settings-page.ts';

let host: Host;
const stage = setUpDashboard(async (instance) => {
  const body = hostPage(snippet(instance));
  host = await startHost({ '/': { body, policy: strictPolicy(instance.server.url) } });
});

test('the snippet is alive as soon as a page of another origin has loaded it', async () => {
  const page = await stage.visit(settingsPath('install'));
  await page.getByText('No page has requested your releases yet.').waitFor();
  expect(await page.locator('pre').first().textContent()).toBe(
    snippet(stage).replace(' ></', '></'),
  );

  const hostsPage = await stage.visit(`${host.origin}/`, { as: 'guest' });
  await launcherOf(hostsPage).waitFor();
  // Without a reload: somebody pastes, and looks.
  await page.getByText('Yes. Pages are requesting your releases.').waitFor();
  const seen = page.locator('.heartbeats li');
  expect(await seen.count()).toBe(1);
  const words = `First seen just now from ${host.origin} last seen just now`;
  await seen.filter({ hasText: words }).waitFor();
  expect(stage.pageLogOf(page).errors).toEqual([]);
});

test('a page that the allowed origins shut out is told in red, and let in from there', async () => {
  await stage.call('PATCH', '', { allowedOrigins: ['https://shop.example'] });
  const page = await stage.visit(settingsPath('install'));
  const refused = page.getByText('Blocked: these pages request your releases');
  await refused.waitFor();
  const hostsPage = await stage.visit(`${host.origin}/`, { as: 'guest' });
  await expect
    .poll(() => page.getByText('Yes. Pages are requesting your releases.').count())
    .toBe(0);

  await page.getByRole('button', { name: `Allow ${host.origin}` }).click();
  await page.getByText(`Saved. Pages on ${host.origin} can show the widget.`).waitFor();
  await page.getByText('Yes. Pages are requesting your releases.').waitFor();
  expect(await refused.count()).toBe(0);
  const { allowedOrigins } = await stage.call<Project>('GET', '');
  expect(allowedOrigins).toEqual(['https://shop.example', host.origin]);
  await hostsPage.reload();
  await launcherOf(hostsPage).waitFor();
  await host.stop();
});

test('a viewer is told of a refused page, and not offered to let it in', async () => {
  await stage.call('PATCH', '', { allowedOrigins: ['https://shop.example'] });
  const page = await signUpInBrowser(stage, 'viewer');
  await page.goto(stage.server.url + settingsPath('install'));
  await page.getByText('If these pages are yours, an owner can allow them here.').waitFor();
  expect(await page.getByRole('button', { name: /^Allow/ }).count()).toBe(0);
  await stage.call('PATCH', '', { allowedOrigins: [] });
});

test('the settings begin with it, and its framework snippets carry the project’s key', async () => {
  const page = await stage.visit('/admin/tidings/releases');
  await page.getByRole('link', { name: 'Settings' }).click();
  await headingOf(page, 'Install').waitFor();
  await page.getByText('Svelte', { exact: true }).click();
  await page.getByText("tidings('open')", { exact: true }).waitFor();
  expect(await page.getByRole('link', { name: 'all routes of the API' }).getAttribute('href')).toBe(
    '/docs',
  );
  await page.getByText(`<svelte:head>\n  ${snippet(stage).replace(' ></', '></')}`).waitFor();
});

test('a viewer is shown what they may read, and not offered the rest', async () => {
  const page = await signUpInBrowser(stage, 'viewer');
  await page.goto(stage.server.url + settingsPath('members'));
  await headingOf(page, 'Members').waitFor();
  await page.getByText('ann@example.com').waitFor();
  const ways = page.getByRole('navigation', { name: 'Settings' }).getByRole('link');
  expect(await ways.allInnerTexts()).toEqual(['Install', 'Members']);
  expect(await page.getByRole('button', { name: /Remove|Withdraw|Create/ }).count()).toBe(0);
  expect(await page.getByRole('link', { name: 'Import' }).count()).toBe(0);
  for (const name of ['keys', 'origins', 'tokens', 'theme', 'project']) {
    await page.goto(stage.server.url + settingsPath(name));
    await page.getByText('It requires the role owner in this project.').waitFor();
  }
});
