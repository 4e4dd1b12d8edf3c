import type { Browser, BrowserContext } from 'playwright-core';
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { launchBrowser } from '../../support/browser.ts';
import { onEachDatabase } from '../../support/databases.ts';
import { type Instance, startInstance } from '../../support/embedding.ts';
import { type Host, startHost } from '../../support/hosts.ts';
import * as visitor from './visitor.ts';

const yearMs = 365 * 24 * 60 * 60 * 1000;
let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});

onEachDatabase('an answer given in a page of another origin', ({ open }) => {
  let instance: Instance;
  let host: Host;
  let release: string;
  let context: BrowserContext;

  beforeEach(async () => {
    instance = await startInstance((await open()).url);
    host = await startHost({ '/': { body: visitor.pageWithStub(instance) } });
    release = await instance.publish('2.0.0');
    context = await browser.newContext();
  });
  afterEach(async () => {
    await context.close();
    await Promise.all([host.stop(), instance.server.kill()]);
  });

  async function openTab() {
    const page = await context.newPage();
    await page.goto(host.origin);
    await visitor.openPanel(page);
    await visitor.face(page, 'Good').waitFor();
    return page;
  }

  test.each([
    ['ten years behind', -10 * yearMs],
    ['ten years ahead', 10 * yearMs],
  ])('has the server’s time where the browser’s clock is %s (R9)', async (_, offMs) => {
    await context.clock.install({ time: Date.now() + offMs });
    const page = await openTab();
    const clock = await page.evaluate(() => Date.now());
    expect(Math.abs(clock - Date.now())).toBeGreaterThan(9 * yearMs);
    const before = Date.now();
    await visitor.face(page, 'Good').check();
    const [answer] = await visitor.waitForAnswers(instance, release);
    expect(Date.parse(answer?.occurredAt ?? '')).toBeGreaterThan(before - 1000);
    expect(Date.parse(answer?.occurredAt ?? '')).toBeLessThan(Date.now() + 1000);

    // What comes after it is news, by the server's time too.
    await expect.poll(() => visitor.unread(page)).toBe(0);
    await page.keyboard.press('Escape');
    await instance.publish('2.1.0');
    await expect.poll(() => visitor.unread(page)).toBe(1);
  });

  test('is one row after a double click in two tabs at once (R8)', async () => {
    const tabs = [await openTab(), await openTab()];
    await Promise.all(tabs.map((tab) => visitor.face(tab, 'Good').dblclick()));
    // Either tab may send what the other has given: they share what waits.
    for (const tab of tabs) await visitor.newest(tab).getByText('Thank you').waitFor();
    expect(await visitor.answersTo(instance, release)).toMatchObject([{ rating: 4 }]);
  });
});
