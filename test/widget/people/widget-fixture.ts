import type { BrowserContextOptions, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll } from 'vitest';
import { launchBrowser, openPage } from '../../support/browser.ts';
import { createFileDatabase } from '../../support/databases.ts';
import {
  hostPage,
  type Instance,
  rollBackSeededReleases,
  snippet,
  startInstance,
} from '../../support/embedding.ts';
import { type HostReply, startHost } from '../../support/hosts.ts';

const timeoutMs = 10_000;

/** What a visitor comes to, and with what. */
export interface VisitOptions {
  /** Of the snippet, such as `data-theme="dark"`. */
  attributes?: string;
  /** The host's own content, before the snippet. */
  content?: string;
  head?: string;
  /** Behind the address, such as `#tidings=2.0`. */
  hash?: string;
  browser?: BrowserContextOptions;
}

/** A project called Harbour whose releases are the test's, and a host product that embeds it. */
export interface WidgetFixture extends Instance {
  /** Comes to a page of the host with a fresh profile. */
  visit(visit?: VisitOptions): Promise<Page>;
}

/** One server, host and browser for all tests of a file; `fill` publishes what visitors see. */
export function setUpWidget(seed: (instance: Instance) => Promise<unknown>): WidgetFixture {
  const fixture = {} as WidgetFixture;
  const cleanups: (() => Promise<unknown>)[] = [];

  beforeAll(async () => {
    const database = await createFileDatabase();
    cleanups.unshift(database.remove);
    const instance = await startInstance(database.url);
    cleanups.unshift(() => instance.server.kill());
    const pages: Record<string, HostReply> = {};
    const host = await startHost(pages);
    cleanups.unshift(() => host.stop());
    await rollBackSeededReleases(instance);
    await instance.call('PATCH', '', { name: 'Harbour', url: 'https://harbour.example' });
    await seed(instance);
    const browser = await launchBrowser();

    async function visit({
      attributes,
      content = '',
      head,
      hash = '',
      ...more
    }: VisitOptions = {}) {
      const path = `/${Object.keys(pages).length}`;
      pages[path] = { body: hostPage(content + snippet(instance, attributes), head) };
      const page = await openPage(browser, more.browser);
      page.setDefaultTimeout(timeoutMs);
      // A page is not loaded before its scripts have run, ours too.
      await page.goto(host.origin + path + hash);
      return page;
    }
    Object.assign(fixture, instance, { visit });
  });
  afterAll(async () => {
    for (const cleanup of cleanups) await cleanup();
  });
  return fixture;
}

/** Our button in the corner. */
export const launcherOf = (page: Page): Locator =>
  page.locator('tidings-launcher [part~=launcher]');

/** The panel, which is there from the first need on, open or not. */
export const panelOf = (page: Page): Locator => page.locator('tidings-changelog');

/** Opens the panel as most people do, and waits for its first release. */
export async function openPanel(page: Page): Promise<Locator> {
  await launcherOf(page).click();
  await panelOf(page).getByRole('article').first().waitFor();
  return panelOf(page);
}

/** Whether an element has the focus itself, in whichever shadow root. */
export const hasFocus = (locator: Locator): Promise<boolean> =>
  locator.evaluate((element) => element.matches(':focus'));

/**
 * Does something as the page's own script may, without any act of the visitor: to the browser, what
 * a test evaluates in the usual way is one, for five seconds.
 */
export async function runWithoutActivation(page: Page, script: string): Promise<void> {
  const session = await page.context().newCDPSession(page);
  const expression = `(async () => { ${script} })()`;
  await session.send('Runtime.evaluate', { expression, awaitPromise: true });
  await session.detach();
}

/** Opens the panel in this way. */
export async function openWithoutActivation(page: Page, release?: string): Promise<void> {
  await runWithoutActivation(
    page,
    `tidings('open', ${JSON.stringify(release)});
    const isOpen = () => document.querySelector('tidings-launcher').shadowRoot
      .querySelector('tidings-changelog:not([hidden])');
    while (!isOpen()) await new Promise(requestAnimationFrame);`,
  );
  await panelOf(page).getByRole('article').first().waitFor();
}
