import { expect, test } from 'vitest';
import { headingOf, setUpDashboard } from './dashboard-fixture.ts';
import { findFaultsOnEachScreen } from './page-checks.ts';

const stage = setUpDashboard();

test('owners see which line is missing for a proxy, on every page', {
  timeout: 60_000,
}, async () => {
  const page = await stage.visit('/admin/tidings/releases');
  await headingOf(page, 'Releases').waitFor();
  expect(await page.getByText('TRUSTED_PROXIES').count()).toBe(0);

  await fetch(stage.server.url, { headers: { 'x-forwarded-for': '198.51.100.1' } });
  await page.reload();
  await page.getByText('TRUSTED_PROXIES=127.0.0.1', { exact: true }).waitFor();
  await page.getByRole('button', { name: 'Copy the line' }).waitFor();
  expect(await findFaultsOnEachScreen(page)).toEqual([]);
  await page.goto(`${stage.server.url}/admin/account`);
  await page.getByText('stuffed votes').waitFor();
});
