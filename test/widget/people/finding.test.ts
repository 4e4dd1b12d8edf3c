import type { Locator, Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import {
  hasFocus,
  openPanel,
  openWithoutActivation,
  panelOf,
  setUpWidget,
} from './widget-fixture.ts';

const count = 45;
const versions = Array.from({ length: count }, (_, place) => `2.${count - place}`);
const ids: Record<string, string> = {};

const stage = setUpWidget(async ({ publish }) => {
  const first = Date.UTC(2026, 0, 1);
  for (const version of [...versions].reverse()) {
    const day = Number(version.slice(2));
    const displayDate = new Date(first + day * 86_400_000).toISOString().slice(0, 10);
    const kind = day % 10 === 0 ? 'security' : 'new';
    const notes = [{ kind, title: `What ${version} brings`, body: day === 44 ? 'Häfen' : 'Work' }];
    ids[version] = await publish(version, { displayDate, notes });
  }
});

/** The third page of releases begins with it. */
const old = '2.5';
const inside = `<a href="#tidings=2.44">2.44</a>
<span id="any" data-tidings-open="2.30"><b>How we did it</b></span>
<a id="plain" data-tidings-open href="https://elsewhere.example/">All news</a>`;

const titles = (panel: Locator) => panel.getByRole('heading', { level: 3 }).allTextContents();

/** Waits for the release to be marked, and for its heading to be in sight in the panel. */
async function shows(page: Page, version: string): Promise<Locator> {
  const heading = panelOf(page).locator('[data-wanted] h3').filter({ hasText: version });
  await heading.waitFor();
  const [list, found] = await Promise.all([
    panelOf(page).locator('.scroll').boundingBox(),
    heading.boundingBox(),
  ]);
  const below = (found?.y ?? 0) - (list?.y ?? 0);
  expect(below).toBeGreaterThanOrEqual(0);
  expect(below).toBeLessThan((list?.height ?? 0) / 2);
  return heading;
}

describe('a release is found', () => {
  test('by a link from elsewhere, though it is on the third page; the focus stays', async () => {
    const page = await stage.visit({ hash: `#tidings=${old}` });
    await shows(page, old);
    expect(await page.evaluate('document.activeElement === document.body')).toBe(true);
    expect(await panelOf(page).getByRole('article').count()).toBe(count);
  });

  test('by a link in the page', async () => {
    const page = await stage.visit({ content: inside });
    await page.getByRole('link', { name: '2.44' }).click();
    const heading = await shows(page, '2.44');
    await expect.poll(() => hasFocus(heading)).toBe(true);
    await page.evaluate('location.hash = "tidings=2.43"');
    await shows(page, '2.43');
  });

  test('by any element of the page that names it, and the panel by one that names none', async () => {
    const page = await stage.visit({ content: inside });
    await page.locator('#any b').click();
    await shows(page, '2.30');
    await page.keyboard.press('Escape');
    const { href } = new URL(page.url());
    await page.locator('#plain').click();
    await panelOf(page).waitFor();
    expect(await panelOf(page).locator('[data-wanted]').count()).toBe(0);
    expect(page.url()).toBe(href);
  });

  test('by the page’s call, by version or id', async () => {
    const page = await stage.visit();
    await openWithoutActivation(page, ids[old]);
    await shows(page, old);
    await openWithoutActivation(page, 'v2.40');
    await shows(page, '2.40');
  });

  test('and none is missed by an opener whose framework wrote `true` for no value', async () => {
    const opener = '<button data-tidings-open="true">News</button>';
    const page = await stage.visit({ content: opener });
    await page.getByRole('button', { name: 'News', exact: true }).click();
    await panelOf(page).getByRole('article').first().waitFor();
    expect(await panelOf(page).getByText('isn’t available').count()).toBe(0);
  });

  test('leaves no badge where the page’s own address opened it', async () => {
    const page = await stage.visit({ hash: '#tidings=2.44' });
    await shows(page, '2.44');
    await expect.poll(() => page.locator('[part=badge]').textContent()).toBe('');
    await page.keyboard.press('Escape');
    expect(await page.locator('[part=badge]').textContent()).toBe('');
  });

  test('by the link that a visitor copied', async () => {
    const permissions = ['clipboard-read', 'clipboard-write'];
    const page = await stage.visit({ browser: { permissions } });
    const panel = await openPanel(page);
    await panel.getByRole('button', { name: 'Copy link to 2.44' }).click();
    await panel.getByRole('status').filter({ hasText: 'Link copied' }).waitFor();
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    expect(copied).toBe(`${page.url()}#tidings=2.44`);
    await page.goto('about:blank');
    await page.goto(copied);
    await shows(page, '2.44');
  });
});

describe('the list', () => {
  test('brings older releases as it is scrolled, until the last, each once', async () => {
    const page = await stage.visit();
    const panel = await openPanel(page);
    await expect.poll(() => titles(panel)).toEqual(versions.slice(0, 20));
    await panel.locator('.scroll').hover();
    const scrollOn = async () => {
      await page.mouse.wheel(0, 100_000);
      return panel.getByRole('article').count();
    };
    await expect.poll(scrollOn).toBe(count);
    expect(await titles(panel)).toEqual(versions);
    expect(await panel.getByRole('button', { name: 'Show older releases' }).count()).toBe(0);
  });

  test('is filtered by kinds, and searched by words whatever their accents', async () => {
    const page = await stage.visit();
    const panel = await openPanel(page);
    await panel.getByRole('button', { name: 'Search' }).click();
    await panel.getByRole('button', { name: 'Security' }).click();
    await expect.poll(() => titles(panel)).toEqual(['2.40', '2.30']);
    await panel.getByRole('searchbox').fill('brings 2.3');
    await expect.poll(() => titles(panel)).toEqual(['2.30']);
    await panel.getByRole('button', { name: 'Security' }).click();
    await panel.getByRole('searchbox').fill('HAFEN');
    await expect.poll(() => titles(panel)).toEqual(['2.44']);
    await panel.getByRole('searchbox').fill('submarine');
    await panel.getByText('No matches').waitFor();
  });

  test('goes on into older releases while somebody looks for a kind', async () => {
    const page = await stage.visit();
    const panel = await openPanel(page);
    await panel.getByRole('button', { name: 'Search' }).click();
    await panel.getByRole('button', { name: 'Security' }).click();
    await panel.getByRole('button', { name: 'Show older releases' }).click();
    await expect.poll(() => titles(panel)).toEqual(['2.40', '2.30', '2.20', '2.10']);
  });
});
