import type { Locator, Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { hasFocus } from '../../widget/people/widget-fixture.ts';
import { headingOf, setUpDashboard } from '../pages/dashboard-fixture.ts';
import { findFaults, findFaultsOnEachScreen } from '../pages/page-checks.ts';

const hostile = `<img src=x onerror="document.title='owned'">`;
const long = 'w'.repeat(120);
const ids: Record<string, string> = {};

const stage = setUpDashboard(async ({ call, publish }) => {
  ids.sails = await publish('2.0', { title: long });
  await call('PATCH', `/releases/${ids.sails}`, { title: hostile, pinned: true });
  await call('POST', `/releases/${ids.sails}/roll-back`, { reason: hostile });
  ids.gone = (await call<{ id: string }>('POST', '/releases', { version: hostile })).id;
  await call('PATCH', '', { theme: { accent: '#336699' } });
  await call('POST', '/keys', { name: hostile, scope: 'read' });
  await call('POST', '/invitations', { role: 'viewer' });
  for (let n = 0; n < 60; n += 1) {
    await call('PATCH', `/releases/${ids.gone}`, { title: `Edit ${n}` });
  }
  for (let n = 0; n < 60; n += 1) await call('PATCH', '', { talliedTraits: [`plan-${n}`] });
});

const entries = (page: Page) => page.locator('.entry');
const sentences = async (page: Page) =>
  (await page.locator('.entry p').allInnerTexts()).map((text) => text.replaceAll(/\s+/g, ' '));
const textOf = async (part: Locator) => (await part.allInnerTexts()).join('\n');
const open = async (query = '') => {
  const page = await stage.visit(`/admin/tidings/audit${query}`);
  await entries(page).first().waitFor();
  return page;
};

describe('the audit log', () => {
  test('says in sentences who did what', async () => {
    const page = await open(`?subject=release:${ids.sails}`);
    const key = 'The key “command line”';
    expect(await sentences(page)).toEqual([
      `${key} rolled back 2.0.`,
      `${key} changed 2.0.`,
      `${key} published 2.0.`,
      `${key} created 2.0.`,
    ]);
    const others = await sentences(await open('?action=member'));
    expect(others).toEqual(['Ann Harper joined as owner.']);
    expect(await sentences(await open('?action=key'))).toContain(
      `${key} created the key “${hostile}” (read).`,
    );
  });

  test('tells field by field what was and what is, and the raw entry on demand', async () => {
    const page = await open(`?subject=release:${ids.sails}&action=release.edit`);
    const entry = entries(page).first();
    await entry.getByText('What changed').click();
    const pinned = entry.locator('.differences > div', { hasText: 'Pinned' });
    expect(await textOf(pinned)).toMatch(/No.*Yes/s);
    const title = entry.locator('.differences > div', { hasText: 'Title' });
    expect(await textOf(title.locator('del'))).toContain(long);
    expect(await textOf(title.locator('ins'))).toContain(hostile);
    expect(await entry.locator('pre').isVisible()).toBe(false);
    await entry.getByText(/as stored$/).click();
    const raw = JSON.parse(await textOf(entry.locator('pre')));
    expect(raw).toMatchObject({ action: 'release.edit', after: { title: hostile, pinned: true } });
    expect(raw.hash).toMatch(/^[\da-f]{64}$/);
  });

  test('is filtered by what and by who, in an address that can be shared', async () => {
    const page = await open();
    await page.getByLabel('What').selectOption('Invitations');
    await expect
      .poll(() => sentences(page))
      .toEqual(['The key “command line” invited someone as viewer.']);
    expect(new URL(page.url()).search).toBe('?action=invitation');
    await page.getByLabel('Who').selectOption('Tidings');
    await page.getByText('No matching entries').waitFor();
    await page.reload();
    await page.getByText('No matching entries').waitFor();
    expect(await page.getByLabel('What').inputValue()).toBe('invitation');
    await page.getByRole('link', { name: 'Show all entries' }).click();
    await entries(page).first().waitFor();
    expect(new URL(page.url()).search).toBe('');
  });

  test('leads from a release to what was done to it, and back to everything', async () => {
    const page = await stage.visit(`/admin/tidings/releases/${ids.sails}`);
    await page.getByRole('link', { name: 'History' }).click();
    await headingOf(page, 'Audit').waitFor();
    await expect.poll(() => entries(page).count()).toBe(4);
    await page.getByRole('link', { name: 'Only 2.0, show all' }).click();
    await expect.poll(() => entries(page).count()).toBe(50);
    await page.getByRole('link', { name: 'Ann Harper' }).first().click();
    await expect.poll(() => sentences(page)).toEqual(['Ann Harper joined as owner.']);
  });

  test('goes on where there is more, each entry once', async () => {
    const page = await open('?action=project.edit');
    await expect.poll(() => entries(page).count()).toBe(50);
    await page.getByRole('button', { name: 'Load more' }).click();
    await expect.poll(() => entries(page).count()).toBe(61);
    expect(await page.getByRole('button', { name: 'Load more' }).count()).toBe(0);
    const kept = await page.getByText(/^Entry \d+ as stored$/).allTextContents();
    expect(new Set(kept).size).toBe(61);
  });

  test('reads the edits of one sitting as one, which opens to each as it is kept', async () => {
    const page = await open(`?subject=release:${ids.gone}`);
    await expect.poll(() => entries(page).count()).toBe(2);
    const [edits] = await sentences(page);
    expect(edits).toMatch(
      /^The key “command line” changed .+, 60 times, \d\d:\d\d(–\d\d:\d\d)?\.$/,
    );
    const run = entries(page).first();
    await run.getByText('What changed').click();
    const whole = run.locator('.differences').first();
    expect(await textOf(whole)).toContain('Edit 59');
    expect(await whole.locator('del').count()).toBe(0);
    const each = run.locator('.edits');
    expect(await each.locator('ol').isVisible()).toBe(false);
    await each.getByText('Show all 60 edits').click();
    await expect.poll(() => each.locator('li').count()).toBe(60);
    expect(await textOf(each.locator('li').nth(1))).toMatch(/Edit 57.*Edit 58/s);
    const kept = await each.getByText(/^Entry \d+ as stored$/).allTextContents();
    expect(new Set(kept).size).toBe(60);
    expect(await findFaults(page)).toEqual([]);
  });

  test('says what to do where it cannot be read', async () => {
    const page = await stage.visit('/admin/tidings/releases');
    await page.route('**/audit?**', (route) => route.abort());
    await page.goto(`${stage.server.url}/admin/tidings/audit`);
    const retry = page.getByRole('button', { name: 'Try again' });
    await retry.waitFor();
    await page.unroute('**/audit?**');
    await retry.click();
    await entries(page).first().waitFor();
  });

  test('is read by keyboard alone', async () => {
    const page = await open(`?subject=release:${ids.sails}`);
    const summary = entries(page).first().getByText('What changed');
    for (let presses = 0; presses < 40 && !(await hasFocus(summary)); presses += 1) {
      await page.keyboard.press('Tab');
    }
    await page.keyboard.press('Enter');
    await entries(page).first().locator('.differences').waitFor();
    expect(await hasFocus(summary)).toBe(true);
    expect(await page.locator('img').count()).toBe(0);
    expect(stage.pageLogOf(page).errors).toEqual([]);
  });
});

test('the audit log is within everybody’s reach', { timeout: 60_000 }, async () => {
  const page = await stage.visit(`/admin/tidings/audit?subject=release:${ids.sails}`);
  await entries(page).first().waitFor();
  for (const summary of await page.getByText('What changed').all()) await summary.click();
  await page
    .getByText(/as stored$/)
    .first()
    .click();
  // What the bar on top lies over is not in reach, until it is scrolled to.
  await page.evaluate(() => scrollTo(0, 0));
  expect(await findFaultsOnEachScreen(page)).toEqual([]);
  expect(stage.pageLogOf(page).errors).toEqual([]);
});
