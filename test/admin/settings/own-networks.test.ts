import { describe, expect, test } from 'vitest';
import type { Project } from '../../../contract/projects.ts';
import { setUpDashboard } from '../pages/dashboard-fixture.ts';
import { findFaults, findFaultsOnEachScreen } from '../pages/page-checks.ts';
import { settingsPath } from './settings-page.ts';

const stage = setUpDashboard(undefined, { TRUSTED_PROXIES: '127.0.0.1' });

/** The page of an owner whose requests come from an address. */
async function openFrom(address: string) {
  const browser = { extraHTTPHeaders: { 'x-forwarded-for': address } };
  const page = await stage.visit(settingsPath('project'), { browser });
  const button = (name: string) => page.getByRole('button', { name, exact: true });
  return {
    page,
    field: page.getByLabel('Networks (optional)'),
    add: () => button('Add my current network').click(),
    save: () => button('Save networks').click(),
  };
}

const saved = async () => (await stage.call<Project>('GET', '')).ownNetworks;

describe('own networks', () => {
  test('take in the network that the owner is on, and the log says what changed', async () => {
    const { page, field, add, save } = await openFrom('203.0.113.9');
    await add();
    await page.getByText('Added 203.0.113.0/24. Save the networks to apply it.').waitFor();
    expect(await field.inputValue()).toBe('203.0.113.0/24');
    expect(await saved()).toEqual([]);
    await save();
    await page.getByText('Saved.').waitFor();
    expect(await saved()).toEqual(['203.0.113.0/24']);
    await page.reload();
    await expect.poll(() => field.inputValue()).toBe('203.0.113.0/24');
    await add();
    await page.getByText('203.0.113.0/24 is already in the list.').waitFor();
    expect(await field.inputValue()).toBe('203.0.113.0/24');

    await page.goto(`${stage.server.url}/admin/tidings/audit?action=project.edit`);
    const entry = page.locator('.entry').first();
    await entry.getByText('What changed').click();
    const change = entry.locator('.differences > div', { hasText: 'Own networks' });
    await change.locator('ins').getByText('203.0.113.0/24').waitFor();
    expect(stage.pageLogOf(page).errors).toEqual([]);
  });

  test('are shown as they are stored, and can be removed', async () => {
    await stage.call('PATCH', '', { ownNetworks: ['198.51.100.7'] });
    const { field, add, save } = await openFrom('2001:db8:7:1::9');
    await expect.poll(() => field.inputValue()).toBe('198.51.100.7');
    await field.fill(' 198.51.100.7/32 \n\n2001:DB8:8::/48\n198.51.100.7');
    await add();
    await expect.poll(() => field.inputValue()).toContain('\n2001:db8:7:1::/64');
    await save();
    const networks = ['198.51.100.7', '2001:db8:8::/48', '2001:db8:7:1::/64'];
    await expect.poll(() => field.inputValue()).toBe(networks.join('\n'));
    expect(await saved()).toEqual(networks);
    await field.fill('');
    await save();
    await expect.poll(saved).toEqual([]);
  });

  test('are refused with every wrong line named, until it is edited', async () => {
    const { page, field, save } = await openFrom('203.0.113.9');
    await field.fill('203.0.113.0/24\n192.168.0.0/16\noffice\n0.0.0.0/0');
    await save();
    await page.getByText('192.168.0.0/16 is a private network.').waitFor();
    await page.getByText('"office" is not a network.').waitFor();
    await page.getByText('0.0.0.0/0 is too wide.').waitFor();
    expect(await field.getAttribute('aria-invalid')).toBe('true');
    // The bar at the top of a narrow screen would cover a button above.
    await page.evaluate(() => scrollTo(0, 0));
    expect(await findFaultsOnEachScreen(page)).toEqual([]);
    expect(await saved()).toEqual([]);
    await field.pressSequentially('x');
    expect(await field.getAttribute('aria-invalid')).toBe('false');
  });

  test('do not take in a private address, and the page says why', async () => {
    const { page, field, add } = await openFrom('192.168.1.7');
    await field.fill('198.51.100.7');
    await add();
    await page.getByText('Your address is private, so there is no network to add').waitFor();
    expect(await field.inputValue()).toBe('198.51.100.7');
    expect(await findFaults(page)).toEqual([]);
  });

  test('are not saved over what someone else saved', async () => {
    const { page, field, save } = await openFrom('203.0.113.9');
    await field.fill('203.0.113.1');
    await stage.call('PATCH', '', { ownNetworks: ['203.0.113.2'] });
    await save();
    await page.getByText('Someone else has changed this project.').waitFor();
    expect(await field.inputValue()).toBe('203.0.113.1');
    await page.getByRole('button', { name: 'Load their changes' }).click();
    await expect.poll(() => field.inputValue()).toBe('203.0.113.2');
  });
});
