import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { launchBrowser } from '../../support/browser.ts';
import { createFileDatabase, type DatabaseLocation } from '../../support/databases.ts';
import { hostPage, type Instance, snippet, startInstance } from '../../support/embedding.ts';
import { type Host, startHost } from '../../support/hosts.ts';
import * as visitor from './visitor.ts';

const soon = { timeout: 2500 };
const fiveMinutesMs = 300_000;

describe('hearing of changes', () => {
  let database: DatabaseLocation;
  let instance: Instance;
  let host: Host;
  let browser: Browser;
  let context: BrowserContext;
  let versions = 0;

  beforeAll(async () => {
    database = await createFileDatabase();
    instance = await startInstance(database.url);
    const frame = '<iframe sandbox="allow-scripts" src="/" title="Sandbox"></iframe>';
    host = await startHost({
      '/': { body: hostPage(snippet(instance)) },
      '/framing': { body: hostPage(frame) },
    });
    browser = await launchBrowser();
  });
  afterAll(async () => {
    await Promise.all([host.stop(), instance.server.kill()]);
    await database.remove();
  });
  beforeEach(async () => {
    context = await browser.newContext();
    // Nothing is left open on the server by the test before.
    await expect.poll(openStreams).toBe(0);
  });
  afterEach(() => context.close());

  /** What the server says of the connections that it holds for good. */
  async function openStreams(): Promise<number> {
    const text = await (await fetch(`${instance.server.url}/metrics`)).text();
    return Number(/^live_streams (\d+)$/m.exec(text)?.[1]);
  }

  async function openTab(path = '/'): Promise<Page> {
    const page = await context.newPage();
    await page.goto(host.origin + path);
    return page;
  }

  const publish = () => {
    versions += 1;
    return instance.publish(`${versions + 1}.0.0`);
  };

  /** Patches what Chromium without a window never does by itself: the tab goes out of view, or back. */
  const show = (tab: Page, visible: boolean) =>
    tab.evaluate((hidden) => {
      const visibilityState = hidden ? 'hidden' : 'visible';
      const value = { hidden: { value: hidden }, visibilityState: { value: visibilityState } };
      for (const one of Object.values(value)) Object.assign(one, { configurable: true });
      Object.defineProperties(document, value);
      document.dispatchEvent(new Event('visibilitychange'));
    }, !visible);

  test('takes one stream for all tabs, and the next tab takes over', async () => {
    const tabs = [await openTab(), await openTab(), await openTab()];
    await expect.poll(openStreams).toBe(1);
    let news = await settledUnread(tabs);
    await publish();
    news += 1;
    for (const tab of tabs) await expect.poll(() => visitor.unread(tab), soon).toBe(news);
    expect(await openStreams()).toBe(1);

    // One of the three held it, so at least one of these two closings takes it from them.
    for (const left of [2, 1]) {
      await tabs.shift()?.close();
      await publish();
      news += 1;
      for (const tab of tabs) await expect.poll(() => visitor.unread(tab), soon).toBe(news);
      expect(tabs).toHaveLength(left);
      await expect.poll(openStreams).toBe(1);
    }
  });

  test('takes none where no tab is in view, and catches up in the one that comes back', async () => {
    const tabs = [await openTab(), await openTab()] as const;
    await expect.poll(openStreams).toBe(1);
    const news = await settledUnread(tabs);
    for (const tab of tabs) await show(tab, false);
    await expect.poll(openStreams).toBe(0);
    await publish();
    // The one that never held the stream has never heard a revision.
    await show(tabs[1], true);
    await expect.poll(() => visitor.unread(tabs[1]), soon).toBe(news + 1);
    expect(await openStreams()).toBe(1);
  });

  test('takes a release that is rolled back out of the open panel', async () => {
    const tab = await openTab();
    const release = await publish();
    await visitor.openPanel(tab);
    const name = `${versions + 1}.0.0`;
    const article = tab.getByRole('article', { name, exact: true });
    await article.waitFor();
    await instance.call('POST', `/releases/${release}/roll-back`, { reason: 'It hurts.' });
    await article.waitFor({ state: 'detached', ...soon });
    expect(await tab.getByRole('article').count()).toBeGreaterThan(0);
  });

  test('asks every five minutes in a sandboxed frame, which has no locks', async () => {
    await context.clock.install();
    const page = await openTab('/framing');
    const frame = page.frames()[1];
    const refused = frame?.evaluate(() => navigator.locks.request('x', () => 0));
    await expect(refused).rejects.toThrow('SecurityError');
    const inside = page.frameLocator('iframe').locator('tidings-launcher [part=badge]');
    await expect.poll(() => inside.textContent()).not.toBe('');
    const news = Number(await inside.textContent());
    await publish();
    await page.clock.fastForward(fiveMinutesMs / 2);
    expect(Number(await inside.textContent())).toBe(news);
    expect(await openStreams()).toBe(0);
    await page.clock.fastForward(fiveMinutesMs / 2);
    await expect.poll(async () => Number(await inside.textContent()), soon).toBe(news + 1);
  });

  /** What all these tabs say is unread, once they have asked. */
  async function settledUnread(tabs: readonly Page[]): Promise<number> {
    for (const tab of tabs) await expect.poll(() => visitor.unread(tab)).toBeGreaterThan(0);
    return visitor.unread(tabs[0] as Page);
  }
});
