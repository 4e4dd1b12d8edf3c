import type { Page } from 'playwright-core';
import { beforeEach, describe, expect, test } from 'vitest';
import {
  hasFocus,
  launcherOf,
  openPanel,
  openWithoutActivation,
  panelOf,
  runWithoutActivation,
  setUpWidget,
} from './widget-fixture.ts';

/** What this host product has besides us: fields, shortcuts, a long page and dialogs of its own. */
const inside = `<p id="text">Berth twelve is free until Sunday.</p>
<a id="link" href="#tidings=2.1">2.1</a> <button id="own" data-tidings-open>News</button>
<dialog id="aside">Aside</dialog><dialog id="ask"><button>OK</button></dialog>
<div style="height:4000px"></div>
<script>
  window.heard = [];
  for (const type of ['keydown', 'keypress', 'keyup'])
    document.addEventListener(type, ({ key }) => heard.push(type + ' ' + key));
  document.addEventListener('keydown', ({ key }) => { if (key === 'Escape') aside.close(); });
</script>`;

const stage = setUpWidget(async ({ publish }) => {
  const notes = [{ kind: 'new', title: 'Long', body: 'A paragraph.\n\n'.repeat(20) }];
  for (const minor of [0, 1, 2]) await publish(`2.${minor}`, { notes });
});
let page: Page;

beforeEach(async () => {
  page = await stage.visit({ content: inside, attributes: 'data-position="bottom-end"' });
});

const isOpen = () => panelOf(page).isVisible();
const heard = () => page.evaluate<string[]>('heard.splice(0)');
const focusedId = () => page.evaluate('document.activeElement.id');

describe('the focus, when the page opens the panel by itself', () => {
  test('stays in the field in which somebody is typing, with its selection', async () => {
    const field = page.locator('#field');
    await field.pressSequentially('Berth ');
    await page.evaluate('tidings("open")');
    await panelOf(page).getByRole('article').first().waitFor();
    await page.keyboard.type('twelve');
    expect(await field.inputValue()).toBe('Berth twelve');
    await field.selectText();
    await runWithoutActivation(page, 'tidings("close")');
    await openWithoutActivation(page, '2.1');
    await panelOf(page).locator('[data-wanted]').waitFor();
    await page.keyboard.type('Pier');
    expect(await field.inputValue()).toBe('Pier');
  });

  test('stays where the page put it, and stays there when it closes', async () => {
    await runWithoutActivation(page, 'before.focus()');
    await openWithoutActivation(page, '2.1');
    await panelOf(page).locator('[data-wanted]').waitFor();
    expect(await focusedId()).toBe('before');
    await runWithoutActivation(page, 'tidings("close")');
    await panelOf(page).waitFor({ state: 'hidden' });
    expect(await focusedId()).toBe('before');
  });
});

describe('the focus, when the visitor opens the panel', () => {
  test.each([
    ['our button', () => launcherOf(page)],
    ['a button of the page', () => page.locator('#own')],
  ])('goes in by %s, and back to it at the end', async (_, opener) => {
    await opener().click();
    const heading = panelOf(page).getByRole('heading', { level: 2 });
    await expect.poll(() => hasFocus(heading)).toBe(true);
    await page.keyboard.press('Escape');
    expect(await hasFocus(opener())).toBe(true);
    expect(await isOpen()).toBe(false);
  });

  test('goes in by a button of the page that calls us, also when its work takes a moment', async () => {
    await page.evaluate(
      'before.onclick = async () => { await new Promise(requestAnimationFrame); tidings("open") }',
    );
    await page.locator('#before').click();
    const heading = panelOf(page).getByRole('heading', { level: 2 });
    await expect.poll(() => hasFocus(heading)).toBe(true);
    await page.keyboard.press('Escape');
    expect(await focusedId()).toBe('before');
  });

  test('goes to the release of a link, each time that it is followed', async () => {
    const heading = panelOf(page).getByRole('heading', { level: 3, name: '2.1' });
    for (const time of ['first', 'second']) {
      await page.locator('#link').click();
      await expect.poll(() => hasFocus(heading), { message: time }).toBe(true);
      await page.keyboard.press('Escape');
      expect(await isOpen()).toBe(false);
    }
  });

  test('stays with the page where the visitor presses it, which closes the panel', async () => {
    await openPanel(page);
    await page.locator('#field').click();
    expect(await isOpen()).toBe(false);
    expect(await focusedId()).toBe('field');
  });
});

describe('the host’s shortcuts', () => {
  test('fire while the focus is in the page, and not while somebody types with us', async () => {
    await runWithoutActivation(page, 'before.focus()');
    await openWithoutActivation(page);
    await page.keyboard.press('k');
    expect(await heard()).toEqual(['keydown k', 'keypress k', 'keyup k']);
    const search = panelOf(page).getByRole('searchbox');
    await panelOf(page).getByRole('button', { name: 'Search' }).click();
    await search.waitFor();
    await search.pressSequentially('k/?');
    expect(await search.inputValue()).toBe('k/?');
    expect(await heard()).toEqual([]);
  });
});

describe('Escape', () => {
  test('with us closes the panel and no dialog of the host, which closes by the next one', async () => {
    await page.evaluate('aside.show()');
    await openPanel(page);
    await page.keyboard.press('Escape');
    expect(await isOpen()).toBe(false);
    expect(await page.locator('#aside').isVisible()).toBe(true);
    await page.keyboard.press('Escape');
    expect(await page.locator('#aside').isVisible()).toBe(false);
  });

  test('in a dialog of the host closes the dialog, and leaves the panel', async () => {
    await openWithoutActivation(page);
    await page.evaluate('ask.showModal()');
    await page.keyboard.press('Escape');
    expect(await page.locator('#ask').isVisible()).toBe(false);
    expect(await isOpen()).toBe(true);
  });

  test('in the page is the page’s', async () => {
    await openWithoutActivation(page);
    await page.evaluate('aside.show()');
    await page.locator('#before').press('Escape');
    expect(await page.locator('#aside').isVisible()).toBe(false);
    expect(await isOpen()).toBe(true);
  });
});

test('what is selected in the page stays selected, and more can be', async () => {
  const selected = () => page.evaluate('String(getSelection())');
  await page.evaluate('getSelection().selectAllChildren(text)');
  await openWithoutActivation(page);
  expect(await selected()).toBe('Berth twelve is free until Sunday.');
  await page.locator('#link').evaluate((link) => getSelection()?.selectAllChildren(link));
  expect(await selected()).toBe('2.1');
  await runWithoutActivation(page, 'tidings("close")');
  expect(await selected()).toBe('2.1');
});

test('the page keeps its place: opened, at a release, scrolled to its end, closed', async () => {
  const top = () => page.evaluate<number>('scrollY');
  const list = panelOf(page).locator('.scroll');
  await page.evaluate('scrollTo(0, 700)');
  await openPanel(page);
  await openWithoutActivation(page, '2.0');
  await panelOf(page).locator('[data-wanted]').waitFor();
  await list.hover();
  const left = () => list.evaluate((e) => e.scrollHeight - e.clientHeight - e.scrollTop);
  // What comes into view may grow the list: its end is where no wheel finds more.
  const turn = () => page.mouse.wheel(0, 20_000).then(left);
  await expect.poll(turn).toBeLessThan(2);
  await list.evaluate((e) => e.addEventListener('wheel', () => e.toggleAttribute('data-turned')));
  await page.mouse.wheel(0, 500);
  await panelOf(page).locator('[data-turned]').waitFor();
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => setTimeout(done))));
  await page.keyboard.press('Escape');
  expect(await top()).toBe(700);
  // So the wheel does move the page, where it is over the page.
  await page.mouse.move(10, 300);
  await page.mouse.wheel(0, 100);
  await expect.poll(top).toBe(800);
});
