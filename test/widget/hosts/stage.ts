import type { Browser, BrowserContext, Frame, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, onTestFinished } from 'vitest';
import { launchBrowser } from '../../support/browser.ts';
import { type DatabasePlace, makeStageDatabase } from '../../support/databases.ts';
import {
  hostPage,
  type Instance,
  snippet,
  startInstance,
  type Watch,
  watchPage,
} from '../../support/embedding.ts';
import { type HostReply, startHost } from '../../support/hosts.ts';

/** What the tests of a file share: a browser, and a server with two releases, which nobody has read. */
export interface Stage {
  browser: Browser;
  instance: Instance;
}

/** Prepares the stage before the tests of a file, and clears it after them. */
export function setStage(): Stage {
  const stage = {} as Stage;
  let database: DatabasePlace;
  beforeAll(async () => {
    database = await makeStageDatabase();
    stage.browser = await launchBrowser();
    stage.instance = await startInstance(database.url);
    await stage.instance.publish('2.4.0');
  });
  afterAll(async () => {
    await stage.instance.server.kill();
    await database.remove();
  });
  return stage;
}

/** Which pages the host product has besides its first, or instead of it, and what happens before. */
export interface Visiting {
  pages?: Record<string, HostReply>;
  policy?: string;
  before?: (page: Page) => Promise<unknown>;
}

/** A host's page that somebody looks at. */
export interface Visit extends Watch {
  page: Page;
  context: BrowserContext;
  origin: string;
}

/** Opens a host's page in a fresh profile; `html` is the page, by default one with the snippet. */
export async function visit(
  { browser, instance }: Stage,
  html = hostPage(snippet(instance)),
  { pages = {}, policy, before }: Visiting = {},
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
  const watch = watchPage(page);
  await before?.(page);
  await page.goto(host.origin);
  return { page, context, origin: host.origin, ...watch };
}

type Place = Page | Frame;

export const launcher = (place: Place): Locator =>
  place.locator('tidings-launcher [part=launcher]');
export const badge = (place: Place): Locator => place.locator('tidings-launcher [part=badge]');
export const panel = (place: Place): Locator => place.locator('tidings-changelog [part=panel]');

/** There is one launcher in the page, and it tells how many releases are unread. */
export async function expectLauncher(place: Place, unread = 2): Promise<void> {
  await expect.poll(() => badge(place).textContent()).toBe(unread ? `${unread}` : '');
  expect(await place.locator('tidings-launcher').count()).toBe(1);
  expect(await launcher(place).count()).toBe(1);
}

export async function openPanel(place: Place): Promise<void> {
  await launcher(place).click();
  await panel(place).getByText('New in 2.4.0').waitFor();
}

/** Rates the newest release and waits until the server has the answer. */
export async function rate(place: Place, rating = 'Good'): Promise<void> {
  const newest = panel(place).locator('article').first();
  await newest.getByText(rating, { exact: true }).click();
  await newest.getByText('Thank you!').waitFor();
}

export async function openSwitches(place: Place): Promise<void> {
  await panel(place).getByRole('button', { name: 'Settings' }).click();
  await panel(place).getByText('Mute: no badge at all').waitFor();
}

/** All that a visitor does in one sitting: reads, rates, looks at the switches, leaves. */
export async function spendTime(place: Place): Promise<void> {
  await openPanel(place);
  await rate(place);
  await openSwitches(place);
  await panel(place).getByRole('button', { name: 'Close' }).click();
  await panel(place).waitFor({ state: 'hidden' });
}
