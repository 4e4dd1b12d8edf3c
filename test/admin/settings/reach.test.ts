import { expect, test } from 'vitest';
import { headingOf, setUpDashboard } from '../pages/dashboard-fixture.ts';
import { findFaultsOnEachScreen } from '../pages/page-checks.ts';
import { settingsPath } from './settings-page.ts';

const long = `<b>${'w'.repeat(90)}</b>`;
const origins = [`https://${'o'.repeat(60)}.${'p'.repeat(60)}.example`, 'https://app.example.com'];

const stage = setUpDashboard(async ({ call, server, publicKey }) => {
  await call('POST', '/keys', { name: long, scope: 'read' });
  await call('POST', '/token-keys', { algorithm: 'HS256' });
  await call('POST', '/invitations', { role: 'editor', email: `${'e'.repeat(60)}@example.com` });
  await fetch(`${server.url}/v1/feed`, {
    method: 'POST',
    headers: { origin: origins[0] ?? '' },
    body: JSON.stringify({ project: publicKey, want: 'badge' }),
  });
  await call('PATCH', '', { name: long, allowedOrigins: origins, theme: { accent: '#10653f' } });
});

const pages = [
  ['install', 'Install'],
  ['members', 'Members'],
  ['keys', 'API keys'],
  ['origins', 'Allowed origins'],
  ['tokens', 'Visitor tokens'],
  ['theme', 'Theme'],
  ['project', 'Project'],
] as const;

test.each(pages)('%s is within everybody’s reach', { timeout: 60_000 }, async (name, heading) => {
  const page = await stage.visit(settingsPath(name));
  await headingOf(page, heading).waitFor();
  await expect.poll(() => page.getByText('Loading').count()).toBe(0);
  expect(await findFaultsOnEachScreen(page)).toEqual([]);
  expect(stage.pageLogOf(page).errors).toEqual([]);
});

test('each page that could not be loaded says why, and is loaded again', async () => {
  for (const [name, heading] of pages) {
    const page = await stage.visit('/admin/account');
    await headingOf(page, 'Account').waitFor();
    await page.route('**/api/projects/**', (route) => route.abort());
    await page.goto(stage.server.url + settingsPath(name));
    await headingOf(page, heading).waitFor();
    await page.getByText('This could not be loaded').first().waitFor();
    await page.unroute('**/api/projects/**');
    const again = page.getByRole('button', { name: 'Try again' });
    for (let tries = await again.count(); tries > 0; tries -= 1) await again.first().click();
    await expect.poll(() => page.getByText('This could not be loaded').count()).toBe(0);
  }
});
