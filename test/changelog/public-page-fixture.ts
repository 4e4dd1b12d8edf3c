import type { BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll } from 'vitest';
import { launchBrowser, openPage } from '../support/browser.ts';
import { createFileDatabase } from '../support/databases.ts';
import { type Instance, rollBackSeededReleases, startInstance } from '../support/embedding.ts';

/** What a page did that none of ours may do. */
export interface PageActivity {
  /** Scripts that ran, by what they called, and what the policy kept from running or loading. */
  ran: string[];
  /** What was asked for besides the page itself. */
  requests: string[];
}

/** One page of ours in a real browser. */
export interface VisitedPage {
  page: Page;
  activity: PageActivity;
}

/** A server whose one project is `tidings`, and a browser that opens its public page. */
export interface PublicPageFixture extends Instance {
  /** Opens `/changelog/tidings` and what is behind it: such as `/1.0`. */
  visit(path?: string, browser?: BrowserContextOptions): Promise<VisitedPage>;
}

/** One server and browser for all tests of a file; `fill` publishes what is to be seen. */
export function setUpPublicPage(seed: (instance: Instance) => Promise<unknown>): PublicPageFixture {
  const fixture = {} as PublicPageFixture;
  const cleanups: (() => Promise<unknown>)[] = [];

  beforeAll(async () => {
    const database = await createFileDatabase();
    cleanups.unshift(database.remove);
    const instance = await startInstance(database.url);
    cleanups.unshift(() => instance.server.kill());
    await rollBackSeededReleases(instance);
    await seed(instance);
    const browser = await launchBrowser();

    async function visit(path = '', options: BrowserContextOptions = {}): Promise<VisitedPage> {
      const page = await openPage(browser, options);
      const address = `${instance.server.url}/changelog/tidings${path}`;
      const activity = await recordActivity(page, address);
      await page.goto(address);
      return { page, activity };
    }
    Object.assign(fixture, instance, { visit });
  });
  afterAll(async () => {
    for (const cleanup of cleanups) await cleanup();
  });
  return fixture;
}

/** The browser's own question for an icon aside. */
async function recordActivity(page: Page, address: string): Promise<PageActivity> {
  const activity: PageActivity = { ran: [], requests: [] };
  await page.route('**/favicon.ico', (route) => route.fulfill({ status: 204 }));
  page.on('request', (request) => {
    const url = request.url();
    if (url !== new URL(address).href && !url.endsWith('/favicon.ico')) activity.requests.push(url);
  });
  page.on('pageerror', (error) => activity.ran.push(String(error)));
  await page.exposeFunction('record', (what: string) => void activity.ran.push(what));
  await page.addInitScript(() => {
    const { record } = window as never as { record(what: string): void };
    for (const name of ['alert', 'confirm', 'prompt'] as const) {
      Object.assign(window, { [name]: () => record(name) });
    }
    document.addEventListener('securitypolicyviolation', (event) =>
      record(`${event.violatedDirective}: ${event.blockedURI}`),
    );
  });
  return activity;
}
