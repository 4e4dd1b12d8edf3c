import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { afterAll, afterEach, inject } from 'vitest';
import { flags } from './browser-flags.ts';

/** A real Chromium with a fresh profile, closed after the test file. Call it in `beforeAll`. */
export async function launchBrowser(): Promise<Browser> {
  const browser = await chromium.launch({ executablePath: inject('chromiumPath'), args: flags });
  browsers.push(browser);
  return browser;
}

/** An empty page without storage or history, closed after the test. */
export async function openPage(browser: Browser, options?: BrowserContextOptions): Promise<Page> {
  // Not `browser.newPage`, whose pages have no second tab beside them.
  const page = await (await browser.newContext(options)).newPage();
  pages.push(page);
  return page;
}

const browsers: Browser[] = [];
const pages: Page[] = [];

afterEach(async () => {
  await Promise.all(pages.splice(0).map((page) => page.context().close()));
});

afterAll(async () => {
  await Promise.all(browsers.splice(0).map((browser) => browser.close()));
});
