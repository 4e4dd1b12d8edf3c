import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, afterEach, inject } from 'vitest';

/** Containers have no sandbox of their own to give, and a test browser calls nobody unasked. */
const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** A real Chromium with a fresh profile, closed after the test file. Call it in `beforeAll`. */
export async function launchBrowser(): Promise<Browser> {
  const browser = await chromium.launch({ executablePath: inject('chromiumPath'), args: flags });
  browsers.push(browser);
  return browser;
}

/** An empty page without storage or history, closed after the test. */
export async function openPage(browser: Browser): Promise<Page> {
  const page = await browser.newPage();
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
