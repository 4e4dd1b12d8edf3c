import fc from 'fast-check';
import type { Browser } from 'playwright-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { renderMarkdown } from '../../../api/notes/markdown/render-markdown.ts';
import { launchBrowser } from '../../support/browser.ts';
import { attacks } from './attacks.ts';
import { type BrowserCheckResult, checkInBrowser } from './browser-check.ts';
import { corpora, wrappings } from './corpora.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});

const harmless: BrowserCheckResult = { executed: [], requests: [], foreign: [], unstable: [] };

function renderEverywhere(texts: readonly string[]): string[] {
  return texts.flatMap((text) =>
    wrappings.map((wrap) => renderMarkdown(wrap(text), 'https://acme.test/app/')),
  );
}

describe("the judge of a note's HTML", () => {
  test('sees what these attacks do where nothing is cleaned', async () => {
    const verdict = await checkInBrowser(browser, [...attacks, '<p>a<p>b', '<p><p>']);
    expect(verdict.executed.length).toBeGreaterThan(100);
    expect(verdict.requests.length).toBeGreaterThan(5);
    expect(verdict.foreign.length).toBeGreaterThan(500);
    expect(verdict.unstable.length).toBeGreaterThan(10);
  });
});

describe("a note's HTML in a real browser", () => {
  test.each(Object.entries(corpora))('is harmless whatever it is made of: %s', async (_, texts) => {
    expect(texts.length).toBeGreaterThan(100);
    expect(await checkInBrowser(browser, renderEverywhere(texts))).toEqual(harmless);
  });

  test('is harmless for every element, active attribute and mutation', async () => {
    expect(attacks.length).toBeGreaterThan(800);
    expect(await checkInBrowser(browser, renderEverywhere(attacks))).toEqual(harmless);
  });

  test('is harmless for any mixture of Markdown, HTML and references', async () => {
    const samples = fc.sample(mixture, { numRuns: 3000, seed: 20 });
    const html = samples.map((text) => renderMarkdown(text));
    expect(html.filter((text) => text.includes('<')).length).toBeGreaterThan(1000);
    expect(await checkInBrowser(browser, html)).toEqual(harmless);
  });
});

const parts = [
  ...['<p>', '</p>', '<a href="https://e.com">', '</a>', '<table>', '<tr><td>', '</table>', '<li>'],
  ...[
    '<pre>\n\n',
    '</pre>',
    '<b>',
    '</b>',
    '<i><del>',
    '</i>',
    '<div>',
    '</div>',
    '<h1>',
    '<dl><dt>',
  ],
  ...['<svg>', '</svg>', '<math><mi>', '<style>', '<!--', '-->', '<select>', '<object>', '<form>'],
  ...['<img src=x onerror=alert(1)>', '<details open><summary>', '</details>', '<caption>', '<br>'],
  ...[
    '# ',
    '- ',
    '1. ',
    '> ',
    '\n',
    '\n\n',
    '    ',
    '```\n',
    '`',
    '**',
    '_',
    '~~',
    '|',
    '|\n|-|\n|',
  ],
  ...['[', '](', ')', '![', '](https://e.com "', '")', '\\', '&#13;', '&#0;', '&amp;lt;', '&nbsp;'],
  ...['\r', '\t', '\f', '\u0000', '\ufeff', '\u2028', '🙂', 'word', '"', "'", '=', '<', '>', '&'],
];
const mixture = fc
  .array(fc.oneof(fc.constantFrom(...parts), fc.string({ maxLength: 3 })), { maxLength: 30 })
  .map((chosen) => chosen.join(''));
