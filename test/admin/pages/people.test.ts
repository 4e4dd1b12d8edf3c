import { describe, expect, test } from 'vitest';
import { insertExposures, insertTallies } from '../../scores/tally-rows.ts';
import { hasFocus } from '../../widget/people/widget-fixture.ts';
import { headingOf, owner, setUpDashboard } from './dashboard-fixture.ts';
import { findFaults, findFaultsOnEachScreen, tabTo } from './page-checks.ts';

const stage = setUpDashboard(async ({ publish, call, database }) => {
  const release = await publish(`2.0-${'x'.repeat(60)}`, { title: 'w'.repeat(120), major: true });
  await insertExposures(database, release, { shown: 900, read: 300 });
  await insertTallies(database, release, [{ rating: 5, count: 20 }]);
  await call('POST', '/releases', { version: '2.1' });
});

const pages = [
  ['/admin/sign-in', 'Sign in'],
  ['/admin/tidings/releases', 'Releases'],
  ['/admin/account', 'Account'],
  ['/admin/new-project', 'New project'],
  ['/admin/nobody/releases', 'Page not found'],
] as const;

test.each(pages)('%s is within everybody’s reach', { timeout: 60_000 }, async (path, heading) => {
  const page = await stage.visit(path);
  await headingOf(page, heading).waitFor();
  await page.waitForLoadState('networkidle');
  expect(await findFaultsOnEachScreen(page)).toEqual([]);
});

test('what would not be within reach is found', async () => {
  const page = await stage.visit('/admin/account');
  await headingOf(page, 'Account').waitFor();
  await page.evaluate(() => {
    const input = document.createElement('input');
    input.style.width = '2000px';
    document.body.append(input);
  });
  const faults = (await findFaults(page)).join();
  expect(faults).toContain('label');
  expect(faults).toContain('wider than its window');
});

test('the pages keep to their policy, which would refuse a text as markup', async () => {
  const page = await stage.visit('/admin/');
  await headingOf(page, 'Releases').waitFor();
  for (const [path, heading] of pages.slice(1)) {
    await page.goto(stage.server.url + path);
    await headingOf(page, heading).waitFor();
  }
  await page.getByRole('button', { name: /^Project/ }).click();
  expect(stage.pageLogOf(page).errors).toEqual([]);
  const refused = await page.evaluate(() => {
    try {
      document.body.innerHTML = '<b>x</b>';
      return false;
    } catch {
      return true;
    }
  });
  expect(refused).toBe(true);
});

test('somebody corrects their name, and is called by it at once', async () => {
  const page = await stage.visit('/admin/account');
  const name = page.getByLabel('Name', { exact: true });
  const button = page.getByRole('button', { name: 'Change name' });
  await name.fill('   ');
  await button.click();
  await expect.poll(() => hasFocus(name)).toBe(true);
  expect(await name.getAttribute('aria-invalid')).toBe('true');
  await name.fill('Ann Berg');
  await button.click();
  await page.getByRole('button', { name: 'Account of Ann Berg' }).waitFor();
  expect(await page.getByLabel('E-mail address').inputValue()).toBe(owner.email);
  await page.reload();
  await expect.poll(() => name.inputValue()).toBe('Ann Berg');
});

test('a menu is seen at its button and nowhere before', async () => {
  const page = await stage.visit('/admin/');
  await headingOf(page, 'Releases').waitFor();
  const list = page.locator('menu-button [popover]').first();
  const seen = () => list.evaluate((menu) => getComputedStyle(menu).visibility);
  const atOnce = await list.evaluate((menu) => {
    (menu as HTMLElement).showPopover();
    return getComputedStyle(menu).visibility;
  });
  expect(atOnce).toBe('hidden');
  await expect.poll(seen).toBe('visible');
});

describe('by keyboard alone', () => {
  test('somebody signs in, goes from page to page, and out', async () => {
    const page = await stage.visit('/admin/', { as: 'guest' });
    await headingOf(page, 'Sign in').waitFor();
    await tabTo(page, 'E-mail address', 'textbox');
    await page.keyboard.type(owner.email);
    await page.keyboard.press('Tab');
    await page.keyboard.type(owner.password);
    await page.keyboard.press('Enter');
    const heading = headingOf(page, 'Releases');
    await expect.poll(() => hasFocus(heading)).toBe(true);
    await tabTo(page, 'Draft', 'link');
    await page.keyboard.press('Enter');
    await expect.poll(() => page.url()).toContain('state=draft');
    // The list changes and the focus stays: it is the same page.
    expect(await hasFocus(page.getByRole('link', { name: 'Draft' }))).toBe(true);

    await page.reload();
    await headingOf(page, 'Releases').waitFor();
    await tabTo(page, 'Skip to content', 'button');
    await tabTo(page, /^Account of/, 'button');
    await page.keyboard.press('Enter');
    const account = page.getByRole('link', { name: 'Account and password' });
    await expect.poll(() => hasFocus(account)).toBe(true);
    await page.keyboard.press('ArrowDown');
    expect(await hasFocus(page.getByRole('button', { name: 'Sign out' }))).toBe(true);
    await page.keyboard.press('Escape');
    await expect.poll(() => hasFocus(page.getByRole('button', { name: /^Account of/ }))).toBe(true);
    await page.keyboard.press('Enter');
    await expect.poll(() => hasFocus(account)).toBe(true);
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('Enter');
    await expect.poll(() => hasFocus(headingOf(page, 'Sign in'))).toBe(true);
  });
});
