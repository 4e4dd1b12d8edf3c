import { expect, test } from 'vitest';
import { hostPage, snippet, strictPolicy } from '../../support/embedding.ts';
import { type Host, startHost } from '../../support/hosts.ts';
import { launcherOf } from '../../widget/people/stage.ts';
import { headingOf, setAdminStage } from '../pages/stage.ts';
import { comeAs, settings } from './desk.ts';

let host: Host;
const stage = setAdminStage(async (instance) => {
  const body = hostPage(snippet(instance));
  host = await startHost({ '/': { body, policy: strictPolicy(instance.server.url) } });
});

test('the snippet is alive as soon as a page of another origin has loaded it', async () => {
  const page = await stage.visit(settings('install'));
  await page.getByText('No page has asked for your releases yet.').waitFor();
  expect(await page.locator('pre').first().textContent()).toBe(
    snippet(stage).replace(' ></', '></'),
  );

  const hostsPage = await stage.visit(`${host.origin}/`, { as: 'guest' });
  await launcherOf(hostsPage).waitFor();
  // Without a reload: somebody pastes, and looks.
  await page.getByText('Yes. Your releases are asked for.').waitFor();
  const seen = page.locator('.seen li');
  expect(await seen.count()).toBe(1);
  const words = `First seen just now from ${host.origin} last seen just now`;
  await seen.filter({ hasText: words }).waitFor();
  expect(stage.watchOf(page).errors).toEqual([]);
  await host.stop();
});

test('the settings begin with it, and its framework snippets carry the project’s key', async () => {
  const page = await stage.visit('/admin/tidings/releases');
  await page.getByRole('link', { name: 'Settings' }).click();
  await headingOf(page, 'Install').waitFor();
  await page.getByText('Svelte', { exact: true }).click();
  await page.getByText(`<svelte:head>\n  ${snippet(stage).replace(' ></', '></')}`).waitFor();
});

test('a viewer is shown what they may read, and not offered the rest', async () => {
  const page = await comeAs(stage, 'viewer');
  await page.goto(stage.server.url + settings('members'));
  await headingOf(page, 'Members').waitFor();
  await page.getByText('ann@example.com').waitFor();
  const ways = page.getByRole('navigation', { name: 'Settings' }).getByRole('link');
  expect(await ways.allInnerTexts()).toEqual(['Install', 'Members']);
  expect(await page.getByRole('button', { name: /Remove|Withdraw|Make/ }).count()).toBe(0);
  expect(await page.getByRole('link', { name: 'Import' }).count()).toBe(0);
  for (const name of ['keys', 'origins', 'tokens', 'theme', 'project']) {
    await page.goto(stage.server.url + settings(name));
    await page.getByText('It takes the role owner in this project.').waitFor();
  }
});
