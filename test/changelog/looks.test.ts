import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { noteKinds } from '../../contract/vocabulary.ts';
import { findAxeFaults } from '../support/axe.ts';
import { desktop, onEachScreen, phone } from '../support/screens.ts';
import { setUpPublicPage } from './public-page-fixture.ts';

/** Words, code and tables that are wider than any phone, headings of every level, a link. */
const wide = `# One\n\n### Three\n\n${'Hafenmeistereigebäudereinigung'.repeat(4)} and \`${'code_'.repeat(40)}\`,
see [the guide](https://example.com/guide). <kbd>m</kbd> <mark>new</mark>

| ${'a column | '.repeat(12)}
|${'---|'.repeat(12)}
| ${'some words | '.repeat(12)}

    ${'a line of code '.repeat(12)}

> A quotation.

<details><summary>More</summary>\n\nHidden.\n\n</details>`;
const prose = 'The quick brown fox jumps over the lazy dog. '.repeat(12);

const stage = setUpPublicPage(async ({ call, publish }) => {
  await call('PATCH', '', { name: 'Harbour', url: 'https://harbour.example' });
  for (let n = 0; n < 20; n += 1) await publish(`0.${n}`, { displayDate: '2025-01-01' });
  const kinds = noteKinds.flatMap((kind) => [
    { kind, title: `A note, ${kind}`, body: 'It **works**.' },
    { kind, title: '', body: prose },
    { kind, title: 'A title alone', body: '' },
  ]);
  const first = { notes: kinds, displayDate: '2026-01-01', title: 'All kinds', pinned: true };
  await publish('1.0', { ...first, major: true });
  const long = [{ kind: 'new', title: 'w'.repeat(120), body: wide }];
  await publish(`2.0-${'x'.repeat(60)}`, { notes: long, displayDate: '2026-02-01' });
  const arabic = [{ kind: 'new', title: 'لوحات لكل فريق', body: 'لكل فريق الآن لوحة خاصة به.' }];
  await publish('3.0', { title: 'ما الجديد', notes: arabic, displayDate: '2026-03-01' });
});

const pages = {
  'the list': '',
  'a release': '/1.0',
  'a release with long words': `/2.0-${'x'.repeat(60)}`,
  'one that reads from the right': '/3.0',
  'one that is not there': '/nothing',
};

interface Outline {
  /** What lies beyond the screen's edge. */
  wide: string[];
  /** The levels of the headings in their order. */
  levels: number[];
  landmarks: string[];
}

function outline(page: Page): Promise<Outline> {
  return page.evaluate(() => {
    const all = [...document.body.querySelectorAll('*:not(.skip)')];
    const beyond = all.filter((one) => one.getBoundingClientRect().right > innerWidth + 1);
    const headings = [...document.querySelectorAll('h1, h2, h3, h4, h5, h6')];
    return {
      wide: [
        ...(document.documentElement.scrollWidth > innerWidth ? ['the page'] : []),
        ...beyond.map((one) => one.outerHTML.slice(0, 100)),
      ],
      levels: headings.map(({ localName }) => Number(localName.slice(1))),
      landmarks: [...document.body.children].map(({ localName }) => localName),
    };
  });
}

describe('the public page', () => {
  test.each(Object.entries(pages))('%s is within everybody’s reach', async (_name, path) => {
    const { page, activity: watch } = await stage.visit(path);
    const { levels, landmarks } = await outline(page);
    expect(levels.filter((level) => level === 1)).toEqual([1]);
    expect(levels[0]).toBe(1);
    levels.forEach((level, place) => {
      expect(level - (levels[place - 1] ?? 0), levels.join()).toBeLessThanOrEqual(1);
    });
    expect(landmarks).toEqual(['a', 'header', 'main', 'footer']);
    await onEachScreen(page, [desktop, phone], async (look) => {
      const { wide } = await outline(page);
      expect({ wide, axe: await findAxeFaults(page) }, look).toEqual({ wide: [], axe: [] });
    });
    expect(watch).toEqual({ ran: [], requests: [] });
  });

  test.each(['light', 'dark'] as const)(
    'shows one surface and its opposite text: %s',
    async (colorScheme) => {
      const { page } = await stage.visit('', { colorScheme });
      const { surface, text } = await coloursOf(page);
      const [lighter, darker] = colorScheme === 'light' ? [surface, text] : [text, surface];
      expect(lighter - darker).toBeGreaterThan(500);
    },
  );

  test('what nobody could reach would be found', async () => {
    const { page } = await stage.visit();
    await page.evaluate(() => {
      const wide = document.createElement('div');
      wide.style.cssText = 'width:2000px;height:1px';
      const button = document.createElement('button');
      document.querySelector('main')?.append(wide, button);
    });
    expect((await outline(page)).wide.length).toBeGreaterThan(1);
    expect((await findAxeFaults(page)).join()).toContain('button-name');
  });

  test('is read line by line without losing the line', async () => {
    const { page } = await stage.visit('/1.0', { viewport: { width: 1920, height: 900 } });
    const longest = await page.evaluate(() => {
      const texts = [...document.querySelectorAll('.text p')];
      const lineOf = (one: Element) => {
        const lineHeight = Number.parseFloat(getComputedStyle(one).lineHeight);
        const lines = Math.round(one.getBoundingClientRect().height / lineHeight);
        return (one.textContent ?? '').length / lines;
      };
      return Math.max(...texts.map(lineOf));
    });
    expect(longest).toBeGreaterThan(45);
    // WCAG 1.4.8: 80 characters at most.
    expect(longest).toBeLessThanOrEqual(80);
  });

  test('reads from the right where the release does', async () => {
    const { page } = await stage.visit('/3.0');
    const heading = page.locator('h1');
    expect(await heading.evaluate((one) => getComputedStyle(one).direction)).toBe('rtl');
    const note = page.locator('.list > li');
    expect(await note.evaluate((one) => getComputedStyle(one).direction)).toBe('rtl');
    expect(await page.locator('time').evaluate((one) => getComputedStyle(one).direction)).toBe(
      'ltr',
    );
  });

  test('is walked by keyboard, past the head first', async () => {
    const { page } = await stage.visit();
    await page.keyboard.press('Tab');
    const skip = page.getByRole('link', { name: 'Skip to content' });
    expect(await skip.evaluate((one) => one.matches(':focus-visible'))).toBe(true);
    expect((await skip.boundingBox())?.y).toBeGreaterThanOrEqual(0);
    await page.keyboard.press('Enter');
    expect(new URL(page.url()).hash).toBe('#main');
    await page.keyboard.press('Tab');
    const focused = page.locator(':focus');
    expect(await focused.evaluate((one) => one.closest('main') !== null)).toBe(true);
  });

  test('leads from release to release without a script', async () => {
    const { page } = await stage.visit('', { javaScriptEnabled: false });
    await page.getByRole('link', { name: 'Older releases' }).click();
    expect(await page.locator('h1').textContent()).toBe('What’s new: older releases');
    await page.getByRole('link', { name: 'Newer releases' }).click();
    await page.getByRole('link', { name: 'All kinds' }).click();
    expect(await page.locator('h1').textContent()).toBe('All kinds');
    await page.getByRole('link', { name: 'All releases of Harbour' }).click();
    expect(await page.locator('h1').textContent()).toBe('What’s new');
  });

  test('is printed black on white, links with their addresses', async () => {
    const { page } = await stage.visit(`/2.0-${'x'.repeat(60)}`, { colorScheme: 'dark' });
    const before = await coloursOf(page);
    await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
    const printed = await coloursOf(page);
    expect(before.surface).toBeLessThan(printed.surface);
    expect(printed).toEqual({ surface: 3 * 255, text: 0 });
    expect(await page.locator('.skip').isVisible()).toBe(false);
    const link = page.getByRole('link', { name: 'the guide' });
    const after = await link.evaluate((one) => getComputedStyle(one, '::after').content);
    expect(after).toContain('https://example.com/guide');
  });
});

/** How light they are: red, green and blue together. */
function coloursOf(page: Page): Promise<{ surface: number; text: number }> {
  return page.evaluate(() => {
    const { backgroundColor, color } = getComputedStyle(document.body);
    const light = (colour: string) =>
      (colour.match(/\d+/g) ?? []).slice(0, 3).reduce((sum, part) => sum + Number(part), 0);
    return { surface: light(backgroundColor), text: light(color) };
  });
}
