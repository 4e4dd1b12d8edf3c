import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { insertExposures, insertTallies } from '../../scores/tally-rows.ts';
import { type DashboardFixture, headingOf, setUpDashboard } from './dashboard-fixture.ts';

const many = 70;
const hostile = `<img src=x onerror="document.title='owned'">\${1}{{2}}`;

const stage = setUpDashboard(async ({ call, publish, database }: DashboardFixture) => {
  for (let n = 1; n <= many; n += 1) await call('POST', '/releases', { version: `0.${n}` });
  const liked = await publish('9.0', { title: 'Boats with sails', displayDate: '2026-03-01' });
  const few = await publish('9.1', { displayDate: '2026-03-02' });
  await publish(`9.2 ${hostile}`, { title: hostile, displayDate: '2026-03-03' });
  await insertExposures(database, liked, { shown: 1500, read: 600 });
  await insertTallies(database, liked, [
    { rating: 5, count: 82 },
    { rating: 2, count: 18 },
  ]);
  await insertExposures(database, few, { shown: 9, read: 9 });
  await insertTallies(database, few, [{ rating: 5, count: 4 }]);
});

const open = (query = '') => stage.visit(`/admin/tidings/releases${query}`);
const rowOf = (page: Page, name: string | RegExp) => page.getByRole('row', { name });
const versions = (page: Page) => page.getByRole('rowheader').locator('.name').allTextContents();

describe('the list of releases', () => {
  test('shows how far each is, whom it reached and how it is liked', async () => {
    const page = await open('?state=live');
    const liked = rowOf(page, /^9\.0/);
    await liked.waitFor();
    const texts = ['Boats with sails', 'Live', '1 Mar 2026', '1.5k shown', '600 read · 40%'];
    for (const text of [...texts, '82%', /73–88%\s+· 100 answers/]) {
      expect([text, await liked.getByText(text, { exact: true }).count()]).toEqual([text, 1]);
    }
    const few = rowOf(page, /^9\.1/);
    await few.getByText('4 answers, too few for a score').waitFor();
    expect(await few.locator('svg').count()).toBe(0);
  });

  test('goes on where there are more, and shows each once', async () => {
    const page = await open('?state=draft');
    const more = page.getByRole('button', { name: 'Load more' });
    await more.waitFor();
    while (await more.isVisible()) {
      const before = (await versions(page)).length;
      await more.click();
      await expect.poll(async () => (await versions(page)).length).toBeGreaterThan(before);
    }
    const shown = await versions(page);
    expect(shown).toHaveLength(many);
    expect(new Set(shown).size).toBe(many);
  });

  test('is filtered, searched and sorted, each in an address that can be shared', async () => {
    const page = await open();
    await page.getByRole('link', { name: 'Live' }).click();
    await expect.poll(async () => (await versions(page)).includes('9.0')).toBe(true);
    await page.getByRole('searchbox').fill('sails');
    await expect.poll(() => versions(page)).toEqual(['9.0']);
    await page.getByRole('searchbox').fill('9.');
    await page.getByRole('combobox').selectOption('Oldest first');
    await expect.poll(async () => (await versions(page))[0]).toBe('9.0');
    expect(new URL(page.url()).search).toBe('?state=live&search=9.&sort=oldest');

    const shared = await open(new URL(page.url()).search);
    await rowOf(shared, /^9\.0/).waitFor();
    expect(await versions(shared)).toEqual(await versions(page));
    expect(await shared.getByRole('searchbox').inputValue()).toBe('9.');
    await page.goBack();
    await expect.poll(() => new URL(page.url()).searchParams.get('sort')).toBeNull();
  });

  test('says so where nothing is found, and leads back', async () => {
    const page = await open('?search=nothing+of+that+name');
    await page.getByText('No release is like that').waitFor();
    await page.getByRole('link', { name: 'Show all releases' }).click();
    await rowOf(page, /^0\.70/).waitFor();
  });

  test('shows hostile text as text', async () => {
    const page = await open('?state=live');
    await rowOf(page, /^9\.2/).waitFor();
    expect(await versions(page)).toContain(`9.2 ${hostile}`);
    expect(await page.getByText(hostile, { exact: true }).count()).toBe(1);
    expect(await page.title()).toBe('Releases · Tidings · Tidings');
    expect(await page.locator('img').count()).toBe(0);
  });

  test('can be loaded again after the server was away', async () => {
    const page = await stage.visit('/admin/account');
    await headingOf(page, 'Account').waitFor();
    const address = '**/api/projects/tidings/releases*';
    await page.route(address, (route) => route.abort());
    await page.getByRole('link', { name: 'Releases' }).click();
    await page.getByText('This could not be loaded').waitFor();
    await page.unroute(address);
    await page.getByRole('button', { name: 'Try again' }).click();
    await rowOf(page, /^0\.70/).waitFor();
  });
});

test('an empty list teaches the three ways in', async () => {
  const page = await stage.visit('/admin/new-project');
  await page.getByLabel('Name').fill('Émile’s Bäckerei');
  expect(await page.getByLabel('Slug').inputValue()).toBe('emile-s-backerei');
  await page.getByLabel('Slug').fill('The Bakery');
  await page.getByRole('button', { name: 'Create project' }).click();
  const wrong = page.getByText(/lower-case letters, digits/).filter({ hasText: 'Must be' });
  await wrong.waitFor();
  await page.getByLabel('Slug').fill('bakery');
  await expect.poll(() => wrong.count()).toBe(0);
  await page.getByRole('button', { name: 'Create project' }).click();
  await page.getByRole('heading', { name: 'Write a release' }).waitFor();
  await page.getByRole('heading', { name: 'Import a changelog' }).waitFor();
  await page.getByText('npx tidings import CHANGELOG.md --project bakery').waitFor();
  expect(page.url()).toBe(`${stage.server.url}/admin/bakery/releases`);
});
