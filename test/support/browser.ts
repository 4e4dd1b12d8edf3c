import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  chromium,
  type Page,
} from 'playwright-core';
import { afterAll, afterEach, expect, inject } from 'vitest';
import { flags } from './browser-flags.ts';

/**
 * A real Chromium with a fresh profile, closed after the test file. Call it in `beforeAll`. It has no
 * windows around its pages, unless it is asked for whole.
 */
export async function launchBrowser({ isWhole: isHeaded = false } = {}): Promise<Browser> {
  const executablePath = inject(isHeaded ? 'chromiumPath' : 'headlessShellPath');
  const browser = await chromium.launch({ executablePath, args: flags });
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

// Polled, since what Playwright itself waits with leaves listeners of its own in the page.

/** Cuts the line of all pages; resolves when they know. */
export async function goOffline(context: BrowserContext): Promise<void> {
  await context.setOffline(true);
  for (const page of context.pages()) {
    await expect.poll(() => page.evaluate(() => navigator.onLine)).toBe(false);
  }
}

/** Waits until the widget has fetched what a rating needs, so that it can be given offline. */
export async function waitUntilRateable(page: Page): Promise<void> {
  const isFetched = () =>
    page.evaluate(() => {
      const fetched = performance.getEntriesByType('resource').map(({ name }) => name);
      // Releases up to 0.2.0 call the form `details` and the messages `later-words`.
      const needed = ['answers', 'follow-up-form|details', 'chips', 'later-messages|later-words'];
      return needed.every((part) => fetched.some((name) => RegExp(`/assets/(${part})`).test(name)));
    });
  await expect.poll(isFetched).toBe(true);
}

const browsers: Browser[] = [];
const pages: Page[] = [];

afterEach(async () => {
  await Promise.all(pages.splice(0).map((page) => page.context().close()));
});

afterAll(async () => {
  await Promise.all(browsers.splice(0).map((browser) => browser.close()));
});
