import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { limits } from '../../contract/vocabulary.ts';
import { attacks } from '../notes/markdown/attacks.ts';
import { corpora } from '../notes/markdown/corpora.ts';
import { setUpPublicPage } from './public-page-fixture.ts';

// Whoever may write a name, a title, a version or a note may not write a page: in a real browser.

const breakouts = [
  '</title><script>alert(1)</script>',
  '"><img src=x: onerror=alert(1)>',
  "' autofocus onfocus='alert(1)",
  '</style><script>alert(1)</script>',
  '</h2></article></main><iframe srcdoc="<script>alert(1)</script>">',
  '<base href="https://evil.example/">',
  '<meta http-equiv="refresh" content="0;url=https://evil.example/">',
  '<link rel="stylesheet" href="https://evil.example/a.css">',
  '--></textarea><svg onload=alert(1)>',
  'javascript:alert(1)',
  '{{alert(1)}}&lt;script&gt;',
  ']]><script>alert(1)</script>',
];
const published = Object.values(corpora).flat();
/** Every so many, so that each kind is there. */
const sample = [...attacks, ...published].filter((text, index) => text.trim() && index % 25 === 0);

const name = `${breakouts[0]}${breakouts[1]}`;
const titleOf = (index: number) => breakouts[index % breakouts.length] ?? '';
const versionOf = (index: number) => `${index} ${titleOf(index + 1)}`.slice(0, limits.versionChars);
const releases = 20;

const stage = setUpPublicPage(async ({ call, publish }) => {
  const url = `https://acme.example/"onmouseover="alert(1)'><script>alert(1)</script>`;
  await call('PATCH', '', { name, url });
  for (let index = 0; index < releases; index += 1) {
    const notes = sample
      .filter((_, place) => place % releases === index)
      .map((body, place) => ({
        kind: 'new',
        title: body.replaceAll('\0', '').slice(0, place % 2 ? limits.titleChars : 0),
        body,
      }));
    await publish(versionOf(index), { title: titleOf(index), notes });
  }
});

/** What no page of ours has anywhere, with the markup that has it. */
function strangers(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const elements = 'script, iframe, object, embed, img, svg, math, form, input, base, template';
    const more =
      '[style], meta[http-equiv], body style, link:not([rel=canonical], [rel=alternate])';
    const active = [...document.querySelectorAll('*')].filter((one) =>
      [...one.attributes].some(
        ({ name, value }) =>
          /^on/.test(name) || (name === 'href' && /^\s*(javascript|data|vbscript):/i.test(value)),
      ),
    );
    const found = [...document.querySelectorAll(`${elements}, ${more}`), ...active];
    return found.map((one) => one.outerHTML.slice(0, 200));
  });
}

const clean = { watch: { ran: [], requests: [] }, strangers: [] };

describe('whatever is written', () => {
  test('the list shows it as text, and runs and loads nothing', async () => {
    const { page, activity: watch } = await stage.visit();
    const titles = await page.locator('article h2').allTextContents();
    const newestFirst = Array.from({ length: releases }, (_, index) => titleOf(index)).reverse();
    expect(titles).toEqual(newestFirst);
    expect(await page.title()).toBe(`What’s new in ${name}`);
    expect(await page.locator('header [dir=auto]').textContent()).toBe(name);
    await page.mouse.move(640, 400);
    expect({ watch, strangers: await strangers(page) }).toEqual(clean);
  });

  test('the page of each release too', { timeout: 120_000 }, async () => {
    for (let index = 0; index < releases; index += 1) {
      const { page, activity: watch } = await stage.visit(
        `/${encodeURIComponent(versionOf(index))}`,
      );
      expect(await page.locator('h1').textContent()).toBe(titleOf(index));
      expect(await page.locator('.version').textContent()).toBe(versionOf(index).trim());
      expect({ watch, strangers: await strangers(page) }).toEqual(clean);
      await page.close();
    }
  });

  test('a page that is not there repeats nothing of its address', async () => {
    for (const text of breakouts) {
      const { page, activity: watch } = await stage.visit(
        `/${encodeURIComponent(text)}?locale=${encodeURIComponent(text)}`,
      );
      expect(await page.locator('h1').textContent()).toBe('Release not found');
      expect({ watch, strangers: await strangers(page) }).toEqual(clean);
      await page.close();
    }
  });

  test('a script that got into a page would be found, and would not run', async () => {
    const { page, activity: watch } = await stage.visit();
    await page.route('**/changelog/tidings', async (route) => {
      const response = await route.fetch();
      const body = (await response.text()).replace('<main', '<img src=x: onerror=alert(1)><main');
      await route.fulfill({ response, body: `${body}<script>alert(1)</script>` });
    });
    await page.reload();
    await expect
      .poll(() => watch.ran.sort())
      .toEqual(expect.arrayContaining([expect.stringMatching(/^script-src-elem/)]));
    expect(watch.ran).not.toContain('alert');
    expect(await strangers(page)).toHaveLength(3);
  });

  test.each(['rss.xml', 'atom.xml'])('%s is well-formed, and says it as it is', async (feed) => {
    const reply = await fetch(`${stage.server.url}/changelog/tidings/${feed}`);
    const { page } = await stage.visit();
    const { problem, titles } = await page.evaluate(readXml, await reply.text());
    expect(problem).toBeUndefined();
    const expected = Array.from({ length: releases }, (_, index) =>
      `${versionOf(index).trim()}: ${titleOf(index)}`.replaceAll(']]>', ']]&gt;'),
    );
    // Readers of both take a title for HTML.
    const read = titles.map((title) => title.replaceAll(/&(lt|gt|amp|quot|#39);/g, decode));
    expect(read.map((title) => title.replaceAll(']]>', ']]&gt;'))).toEqual(expected.reverse());
  });

  test('what is no XML is found', async () => {
    const { page } = await stage.visit();
    expect((await page.evaluate(readXml, '<rss>&nbsp;</rss>')).problem).toBeDefined();
  });
});

/** Runs in the page: its XML parser is the browser's. */
function readXml(text: string): { problem: string | undefined; titles: string[] } {
  const document = new DOMParser().parseFromString(text, 'application/xml');
  const titles = [...document.querySelectorAll('item > title, entry > title')];
  return {
    problem: document.querySelector('parsererror')?.textContent ?? undefined,
    titles: titles.map((title) => title.textContent ?? ''),
  };
}

const references: Record<string, string> = { lt: '<', gt: '>', amp: '&', quot: '"', '#39': "'" };

function decode(whole: string, reference: string): string {
  return references[reference] ?? whole;
}
