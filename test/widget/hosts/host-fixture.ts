import type { Browser, BrowserContext, Frame, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, onTestFinished } from 'vitest';
import { launchBrowser } from '../../support/browser.ts';
import { createFileDatabase, type DatabaseLocation } from '../../support/databases.ts';
import {
  hostPage,
  type Instance,
  logPage,
  type PageLog,
  snippet,
  startInstance,
} from '../../support/embedding.ts';
import { type HostReply, startHost } from '../../support/hosts.ts';

/** What the tests of a file share: a browser, and a server with two releases, which nobody has read. */
export interface HostFixture {
  browser: Browser;
  instance: Instance;
}

/** Prepares the stage before the tests of a file, and clears it after them. */
export function setUpHost(): HostFixture {
  const fixture = {} as HostFixture;
  let database: DatabaseLocation;
  beforeAll(async () => {
    database = await createFileDatabase();
    fixture.browser = await launchBrowser();
    fixture.instance = await startInstance(database.url);
    await fixture.instance.publish('2.4.0');
  });
  afterAll(async () => {
    await fixture.instance.server.kill();
    await database.remove();
  });
  return fixture;
}

/** Which pages the host product has besides its first, or instead of it, and what happens before. */
export interface VisitOptions {
  pages?: Record<string, HostReply>;
  policy?: string;
  before?: (page: Page) => Promise<unknown>;
}

/** A host's page that somebody looks at. */
export interface Visit extends PageLog {
  page: Page;
  context: BrowserContext;
  origin: string;
}

/** Opens a host's page in a fresh profile; `html` is the page, by default one with the snippet. */
export async function visit(
  { browser, instance }: HostFixture,
  html = hostPage(snippet(instance)),
  { pages = {}, policy, before }: VisitOptions = {},
): Promise<Visit> {
  const host = await startHost({
    '/': { body: html, ...(policy && { policy }) },
    // Browsers ask for it by themselves, and tell the console where there is none.
    '/favicon.ico': { body: '', type: 'image/png' },
    ...pages,
  });
  const context = await browser.newContext({ reducedMotion: 'reduce' });
  onTestFinished(async () => {
    await context.close();
    await host.stop();
  });
  const page = await context.newPage();
  const watch = logPage(page);
  await before?.(page);
  await page.goto(host.origin);
  return { page, context, origin: host.origin, ...watch };
}

type PageOrFrame = Page | Frame;

export const launcher = (target: PageOrFrame): Locator =>
  target.locator('tidings-launcher [part=launcher]');
export const badge = (target: PageOrFrame): Locator =>
  target.locator('tidings-launcher [part=badge]');
export const panel = (target: PageOrFrame): Locator =>
  target.locator('tidings-changelog [part=panel]');

/** There is one launcher in the page, and it tells how many releases are unread. */
export async function expectLauncher(target: PageOrFrame, unread = 2): Promise<void> {
  await expect.poll(() => badge(target).textContent()).toBe(unread ? `${unread}` : '');
  expect(await target.locator('tidings-launcher').count()).toBe(1);
  expect(await launcher(target).count()).toBe(1);
}

export async function openPanel(target: PageOrFrame): Promise<void> {
  await launcher(target).click();
  await panel(target).getByText('New in 2.4.0').waitFor();
}

/** Rates the newest release and waits until the server has the answer. */
export async function rate(target: PageOrFrame, rating = 'Good'): Promise<void> {
  const newest = panel(target).locator('article').first();
  await newest.getByText(rating, { exact: true }).click();
  await newest.getByText('Thank you').waitFor();
}

export async function openSwitches(target: PageOrFrame): Promise<void> {
  await panel(target).getByRole('button', { name: 'Settings' }).click();
  await panel(target).getByText('Mute: hide the badge').waitFor();
}

/** All that a visitor does in one sitting: reads, rates, looks at the switches, leaves. */
export async function exerciseEveryFeature(target: PageOrFrame): Promise<void> {
  await openPanel(target);
  await rate(target);
  await openSwitches(target);
  await panel(target).getByRole('button', { name: 'Close' }).click();
  await panel(target).waitFor({ state: 'hidden' });
}
