import type { Locator, Page } from 'playwright-core';
import { beforeEach, describe, expect, test } from 'vitest';
import { hasFocus, launcherOf, panelOf, setUpWidget } from './widget-fixture.ts';

const releases: Record<string, string> = {};
const stage = setUpWidget(async ({ publish }) => {
  const boats = [
    { kind: 'fixed', title: 'Sails', body: 'They hold.' },
    { kind: 'new', title: 'Boats', body: 'With sails.' },
  ];
  releases['1.0'] = await publish('1.0', { displayDate: '2026-01-01' });
  releases['2.0'] = await publish('2.0', { notes: boats, displayDate: '2026-02-01' });
});

let page: Page;
let panel: Locator;

beforeEach(async () => {
  page = await stage.visit();
  panel = panelOf(page);
});

/** Goes on with Tab, or back, until it is there: nobody needs to go further than this. */
async function tabTo(goal: Locator, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
  for (let presses = 0; presses < 40; presses += 1) {
    await page.keyboard.press(key);
    if ((await goal.count()) === 1 && (await hasFocus(goal))) return;
  }
  throw new Error(`${key} does not lead to ${goal}`);
}

const button = (name: string) => panel.getByRole('button', { name, exact: true });
const titles = () => panel.getByRole('heading', { level: 3 }).allTextContents();
const says = (text: string) => panel.getByRole('status').filter({ hasText: text }).waitFor();

/** From the top of the page into the panel. */
async function enter(): Promise<void> {
  await tabTo(launcherOf(page));
  await page.keyboard.press('Enter');
  await panel.getByRole('article', { name: '2.0' }).waitFor();
  expect(await hasFocus(panel.getByRole('heading', { level: 2 }))).toBe(true);
}

describe('by keyboard alone', () => {
  test('a visitor looks for a kind and for a word', async () => {
    await enter();
    await tabTo(button('Search'));
    await page.keyboard.press('Enter');
    const search = panel.getByRole('searchbox', { name: 'Search' });
    await expect.poll(() => hasFocus(search)).toBe(true);
    await page.keyboard.type('boats');
    await says('1 found');
    expect(await titles()).toEqual(['2.0']);
    await tabTo(button('Fixed'));
    await page.keyboard.press('Space');
    expect(await button('Fixed').getAttribute('aria-pressed')).toBe('true');
    await says('0 found');
    await tabTo(search, 'Shift+Tab');
    await page.keyboard.press('Control+A');
    await page.keyboard.type('sails');
    await says('1 found');
    const notes = panel.locator('[part~=note]');
    expect([await notes.count(), await notes.textContent()]).toEqual([
      1,
      expect.stringContaining('Sails'),
    ]);
    await tabTo(button('Search'), 'Shift+Tab');
    await page.keyboard.press('Enter');
    await expect.poll(titles).toEqual(['2.0', '1.0']);
    expect(await hasFocus(button('Search'))).toBe(true);
  });

  test('a visitor rates a release, says why, and hears the thanks', async () => {
    await enter();
    const release = panel.getByRole('article', { name: '2.0' });
    const face = (name: string) => release.getByRole('radio', { name, exact: true });
    await tabTo(face('Very bad'));
    for (const name of ['Bad', 'Okay', 'Good']) {
      await page.keyboard.press('ArrowRight');
      expect(await hasFocus(face(name))).toBe(true);
    }
    await says('Thank you');
    await tabTo(release.getByRole('checkbox', { name: 'Faster' }));
    await page.keyboard.press('Space');
    await tabTo(release.getByRole('textbox'));
    await page.keyboard.type('Holds in any wind');
    await tabTo(release.getByRole('button', { name: 'Send' }));
    await page.keyboard.press('Enter');
    // What had the focus is gone, and what took its place has it.
    await expect.poll(() => hasFocus(release.getByRole('button', { name: 'Change' }))).toBe(true);
    await says('Thank you');
    await release.getByText('Your rating: Good').waitFor();
    const answers = `/releases/${releases['2.0']}/responses`;
    const { data } = await stage.call<{ data: object[] }>('GET', answers);
    // The ratings that were passed on the way were never answers.
    expect(data).toMatchObject([
      { rating: 4, answers: { reasons: ['faster'] }, comment: 'Holds in any wind' },
    ]);
  });

  test('a visitor changes their mind', async () => {
    await enter();
    const release = panel.getByRole('article', { name: '1.0' });
    const face = (name: string) => release.getByRole('radio', { name, exact: true });
    await tabTo(face('Very bad'));
    await page.keyboard.press('Space');
    await says('Thank you');
    await tabTo(release.getByRole('button', { name: 'Send' }));
    await page.keyboard.press('Enter');
    const change = release.getByRole('button', { name: 'Change' });
    await expect.poll(() => hasFocus(change)).toBe(true);
    await page.keyboard.press('Enter');
    await expect.poll(() => hasFocus(face('Very bad'))).toBe(true);
    await page.keyboard.press('ArrowRight');
    await says('Thank you');
    const answers = `/releases/${releases['1.0']}/responses`;
    const ratings = async () =>
      (await stage.call<{ data: { rating: number }[] }>('GET', answers)).data.map((a) => a.rating);
    await expect.poll(ratings).toEqual([2]);
  });

  test('a visitor turns a switch, chooses a language, and leaves to where they came from', async () => {
    await enter();
    await tabTo(button('Settings'));
    await page.keyboard.press('Enter');
    const mute = panel.getByRole('switch', { name: /^Mute/ });
    await mute.waitFor();
    await tabTo(mute);
    await page.keyboard.press('Space');
    expect(await mute.isChecked()).toBe(true);
    await tabTo(panel.getByRole('combobox', { name: 'Language' }));
    await page.keyboard.press('Escape');
    expect(await panel.isVisible()).toBe(false);
    expect(await hasFocus(launcherOf(page))).toBe(true);
    await page.keyboard.press('Enter');
    await panel.waitFor();
    await tabTo(button('Close'));
    await page.keyboard.press('Enter');
    expect(await panel.isVisible()).toBe(false);
    expect(await hasFocus(launcherOf(page))).toBe(true);
    await tabTo(page.locator('#field'), 'Shift+Tab');
  });
});
