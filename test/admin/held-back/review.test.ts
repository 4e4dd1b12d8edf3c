import type { BrowserContextOptions, Locator, Page } from 'playwright-core';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import type { Project } from '../../../contract/projects.ts';
import type { Score } from '../../../contract/scores.ts';
import { hasFocus } from '../../widget/people/widget-fixture.ts';
import { signUpAs } from '../editor/editor-page.ts';
import { headingOf, setUpDashboard } from '../pages/dashboard-fixture.ts';
import { findFaultsOnEachScreen, tabTo } from '../pages/page-checks.ts';
import { createAnswerSender } from '../report/visitor-answers.ts';
import { arabicComment, behindProxy, flood, listGroups } from './flood.ts';

const [honest, fake] = [20, 520];
const stage = setUpDashboard(async () => {}, behindProxy);
let release = '';
let viewer: BrowserContextOptions;

beforeAll(async () => {
  // The owner must come in first.
  await stage.visit('/admin/');
  release = await stage.publish('2.0');
  const crowd = await createAnswerSender(stage);
  await crowd.answerMany(release, honest, () => ({ rating: 5 }));
  await flood(stage, release, fake);
  viewer = await signUpAs(stage, 'viewer');
  const settled = [{ answers: fake, isMoving: false }];
  await vi.waitFor(async () => expect(await listGroups(stage)).toMatchObject(settled), 10_000);
});

const review = '/admin/tidings/held-back';
const report = () => `/admin/tidings/releases/${release}`;
const asViewer = (path: string) => stage.visit(path, { as: 'guest', browser: viewer });
const score = () => stage.call<Score>('GET', `/releases/${release}/score`);
const button = (page: Page, verb: string) =>
  page.getByRole('button', { name: new RegExp(`^${verb} the group found on .*\\d\\d:\\d\\d:`) });
const chip = (page: Page, words: string) => page.locator('.chip', { hasText: words });
const textOf = async (part: Locator) =>
  (await part.allInnerTexts()).join('\n').replaceAll(/\s+/g, ' ');
const satisfaction = (page: Page) =>
  page.locator('section', {
    has: page.getByRole('heading', { level: 2, name: 'Satisfaction' }),
  });

/** Another project of the same owner. */
async function createProject(name: string): Promise<Project> {
  const { request } = await stage.visit('/admin/');
  const sent = { data: { name, slug: name }, headers: { origin: stage.server.url } };
  return (await request.post(`${stage.server.url}/api/projects`, sent)).json();
}

describe('answers that are held back', () => {
  test.each([
    ['an owner', (path: string) => stage.visit(path)],
    ['a viewer', asViewer],
  ])('are named at the headline, with a link for %s', async (_, visit) => {
    const page = await visit(report());
    await satisfaction(page).getByText('20 of 20 answers are 4 or 5.').waitFor();
    const text = await textOf(satisfaction(page));
    expect(text).toContain(`${fake} held back: review`);
    expect(text).not.toMatch(/not counted/i);
    // Their comments would push those that count off the page.
    await page.getByText('No comments yet').waitFor();
    await page.getByRole('link', { name: 'review the answers held back' }).click();
    await headingOf(page, 'Held back').waitFor();
    expect(new URL(page.url()).pathname).toBe(review);
  });

  test('are listed as a group, with what it rates and says', async () => {
    const page = await stage.visit(review);
    const group = page.locator('.group');
    await group.waitFor();
    const text = await textOf(group);
    await group.getByRole('heading', { name: /^Found (just now|\d minutes? ago)$/ }).waitFor();
    await chip(page, 'Held back').waitFor();
    expect(text).toContain(`${fake} visitors ${fake} answers`);
    expect(text).toMatch(/1 Very bad 468 90%/);
    expect(text).toContain('These answers don’t count yet.');
    const comments = group.locator('.comments > li');
    expect(await comments.count()).toBe(10);
    expect(await comments.filter({ visible: true }).count()).toBe(3);
    await group.getByText('7 more comments').click();
    expect(await comments.filter({ visible: true }).count()).toBe(10);
    const rightToLeft = comments.filter({ hasText: arabicComment });
    expect(await rightToLeft.evaluate((one) => getComputedStyle(one).direction)).toBe('rtl');
    expect(await textOf(page.locator('header.head'))).toContain(
      'Comments are deleted after 30 days unless you release the group.',
    );
    expect(await findFaultsOnEachScreen(page)).toEqual([]);
    expect(stage.pageLogOf(page).errors).toEqual([]);
  });

  test('are shown to a viewer, who cannot decide', async () => {
    const page = await asViewer(review);
    await page.getByText('Only publishers and owners can release or reject a group.').waitFor();
    await page.locator('.group').waitFor();
    expect(await page.locator('.group').getByRole('button').count()).toBe(0);
  });

  test('stay as they are if the server cannot be reached or refuses', async () => {
    const page = await stage.visit(review);
    await button(page, 'Release').waitFor();
    await page.context().setOffline(true);
    await button(page, 'Release').click();
    await page.getByText('You are offline. Try again when you are connected.').waitFor();
    await page.context().setOffline(false);
    await page.route('**/release', (route) =>
      route.fulfill({
        status: 403,
        contentType: 'application/problem+json',
        body: JSON.stringify({ code: 'forbidden', detail: 'This requires the role publisher.' }),
      }),
    );
    await button(page, 'Release').click();
    await page.getByText('This requires the role publisher.').waitFor();
    await expect.poll(() => hasFocus(button(page, 'Release'))).toBe(true);
    expect(await chip(page, 'Held back').count()).toBe(1);
    expect((await score()).heldBack).toBe(fake);
  });
});

describe('a decision', () => {
  test('moves the answers into the headline, and the opposite takes them out again', async () => {
    const page = await stage.visit(review);
    await button(page, 'Release').waitFor();
    await tabTo(page, /^Release the group/, 'button');
    await page.keyboard.press('Enter');
    await page.getByText('The group is released. Its answers are being added').waitFor();
    await chip(page, 'Moving…').waitFor();
    expect(await button(page, 'Release').count()).toBe(0);
    const heading = page.getByRole('heading', { name: /^Found/ });
    await expect.poll(() => hasFocus(heading)).toBe(true);
    await expect.poll(() => chip(page, 'Moving…').count()).toBe(0);
    await page.getByText('These answers count.').waitFor();
    expect(await score()).toMatchObject({ heldBack: 0, headline: { n: honest + fake } });

    await tabTo(page, /^Reject the group/, 'button');
    await page.keyboard.press('Enter');
    await page.getByText('The group is rejected. Its answers are being taken out').waitFor();
    await expect.poll(() => chip(page, 'Moving…').count()).toBe(0);
    await chip(page, 'Rejected').waitFor();
    expect(await score()).toMatchObject({ heldBack: 0, headline: { n: honest } });
    expect(stage.pageLogOf(page).errors).toEqual([]);

    await page.goto(stage.server.url + report());
    await satisfaction(page).getByText('Not counted: 520 from suspicious networks.').waitFor();
    expect(await textOf(satisfaction(page))).not.toContain('held back');
    await page.getByRole('link', { name: '520 from suspicious networks' }).click();
    await button(page, 'Release').waitFor();
  });

  test('is in the audit log, which leads to the group', async () => {
    const page = await stage.visit('/admin/tidings/audit?action=held-group');
    await page.locator('.entry').first().waitFor();
    expect((await textOf(page.locator('.entry p'))).trim()).toMatch(
      /^Ann Harper rejected a held-back group\. Ann Harper released a held-back group\.$/,
    );
    await page.getByRole('link', { name: 'a held-back group' }).first().click();
    await headingOf(page, 'Held back').waitFor();
  });

  test('that someone else has made meanwhile shows the current state', async () => {
    const page = await stage.visit(review);
    await button(page, 'Release').waitFor();
    const [group] = await listGroups(stage);
    await stage.call('POST', `/held-groups/${group?.id}/release`);
    await button(page, 'Release').click();
    await page.getByText(/^This decision was made already\./).waitFor();
    await chip(page, 'Released').waitFor();
    await button(page, 'Reject').waitFor();
    await expect.poll(() => hasFocus(page.getByRole('heading', { name: /^Found/ }))).toBe(true);
  });
});

describe('the list', () => {
  test('says that nothing is held back', async () => {
    await createProject('empty');
    const page = await stage.visit('/admin/empty/held-back');
    await page.getByRole('heading', { name: 'Nothing is held back' }).waitFor();
    expect(await page.getByText('Tidings held these ratings back').count()).toBe(0);
    expect(await findFaultsOnEachScreen(page)).toEqual([]);
  });

  test('says if it cannot be read, and tries again', async () => {
    const page = await stage.visit(review, {
      before: (page) => page.route('**/held-groups?*', (route) => route.abort()),
    });
    await page.getByRole('heading', { name: 'This could not be loaded' }).waitFor();
    await page.unroute('**/held-groups?*');
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.locator('.group').waitFor();
  });

  test('has pages, newest first, and new groups wait until someone asks for them', async () => {
    const { id: project_id } = await createProject('many');
    const found = (minutes: number) => ({
      project_id,
      // The list is in the order of its ids.
      id: `01970000-${String(minutes).padStart(4, '0')}-7000-8000-000000000000`,
      network: crypto.randomUUID(),
      found_at: new Date(Date.UTC(2026, 5, 1, 8, minutes)).toISOString(),
      state: 'held' as const,
      settle_at: null,
      settled_through: '',
    });
    const insert = (rows: ReturnType<typeof found>[]) =>
      stage.database.writer.insertInto('held_group').values(rows).execute();
    await insert(Array.from({ length: 25 }, (_, n) => found(n)));
    const page = await stage.visit('/admin/many/releases');
    await page.clock.install();
    await page.goto(`${stage.server.url}/admin/many/held-back`);
    const groups = page.locator('.group');
    await expect.poll(() => groups.count()).toBe(20);
    await page.getByRole('button', { name: 'Load more' }).click();
    await expect.poll(() => groups.count()).toBe(25);
    expect(await page.getByRole('button', { name: 'Load more' }).count()).toBe(0);
    await expect.poll(() => hasFocus(groups.nth(20).locator('h2'))).toBe(true);
    expect(await textOf(groups.first())).toContain(':24');
    await insert([found(40)]);
    await page.clock.runFor(16_000);
    await page.getByRole('button', { name: 'Show new groups' }).click();
    await expect.poll(() => textOf(groups.first())).toContain(':40');
    await expect.poll(() => hasFocus(groups.first().locator('h2'))).toBe(true);
  });
});
