import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { launchBrowser } from '../../support/browser.ts';
import { createFileDatabase, type DatabaseLocation } from '../../support/databases.ts';
import { type Instance, logPage, type PageLog, startInstance } from '../../support/embedding.ts';
import { type Host, startHost } from '../../support/hosts.ts';
import { type RunningServer, startServer } from '../../support/processes.ts';
import * as visitor from './visitor.ts';

/**
 * What Chromium itself writes into the console for each request without a reply; no script can keep
 * it from that. All but the first are of what was under way when the server went.
 */
const chromiumsOwn =
  /^Failed to load resource: net::ERR_(CONNECTION_(REFUSED|RESET)|SOCKET_NOT_CONNECTED|EMPTY_RESPONSE|INCOMPLETE_CHUNKED_ENCODING)$/;
const stepMs = 5000;
const fiveMinutesMs = 300_000;

describe('a host whose Tidings server is away (R24)', () => {
  let database: DatabaseLocation;
  let environment: Record<string, string>;
  let instance: Instance;
  let server: RunningServer;
  let host: Host;
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  let watch: PageLog;

  beforeAll(async () => {
    database = await createFileDatabase();
    const DATABASE_URL = database.url;
    instance = await startInstance(DATABASE_URL);
    server = instance.server;
    // The next one stands where the first stood.
    const PORT = new URL(server.url).port;
    environment = { DATABASE_URL, PORT, LOG_LEVEL: 'fatal', RATE_LIMITS: 'count' };
    await instance.publish('2.0.0');
    host = await startHost({
      '/': { body: visitor.pageWithStub(instance) },
      '/favicon.ico': { body: '', type: 'image/x-icon' },
    });
    browser = await launchBrowser();
  });
  afterAll(async () => {
    await Promise.all([host.stop(), server.kill()]);
    await database.remove();
  });
  beforeEach(async () => {
    context = await browser.newContext();
    await context.clock.install();
    page = await context.newPage();
    watch = logPage(page);
    await page.addInitScript(countShifts);
  });
  afterEach(() => context.close());

  /** How many requests the page made of our server; of this method, or for this path. */
  const asked = (what = '') =>
    watch.requests.filter((one) => one.includes(server.url) && one.includes(what)).length;

  /** Lets this much of the page's time pass, with time enough between for what it asks to fail. */
  async function pass(ms: number): Promise<void> {
    for (let left = ms; left > 0; left -= stepMs) {
      await page.clock.runFor(stepMs);
      await page.evaluate(() => fetch('/').then((reply) => reply.text()));
    }
  }

  function expectNoHarm(): void {
    expect(watch.errors.length).toBeGreaterThan(0);
    expect(watch.errors.filter((error) => !chromiumsOwn.test(error))).toEqual([]);
    expect(watch.warnings.length).toBeLessThanOrEqual(1);
    expect(watch.warnings.filter((warning) => !warning.startsWith('Tidings'))).toEqual([]);
  }

  async function expectNothingMoved(): Promise<void> {
    expect(await page.evaluate('shifts')).toBe(0);
    // That nothing moved is worth something only where a move would have been seen.
    await page.evaluate(() => document.body.prepend(document.createElement('hr'), 'Moved'));
    await page.waitForFunction('shifts > 0');
  }

  test('has its page as before, the last releases, and a server that is left alone', async () => {
    await page.goto(host.origin);
    await visitor.openPanel(page);
    await visitor.newest(page).waitFor();
    await visitor.launcher(page).click();
    await expect.poll(() => asked('/v1/live')).toBe(1);
    const before = asked('POST');
    await server.kill('SIGKILL');

    for (let ms = 0; ms < fiveMinutesMs && asked('POST') < before + 5; ms += stepMs) {
      await pass(stepMs);
    }
    expect(asked('POST') - before).toBe(5);
    const calls = { post: asked('POST'), stream: asked('/v1/live') };
    await pass(fiveMinutesMs - 2 * stepMs);
    await visitor.launcher(page).click();
    await page.getByText('Can’t connect. Last updated').waitFor();
    expect(asked('POST')).toBe(calls.post);
    // The stream counts its own failures: it may have had one try left.
    expect(asked('/v1/live') - calls.stream).toBeLessThanOrEqual(1);
    await page.getByRole('article', { name: '2.0.0', exact: true }).waitFor();
    expectNoHarm();
    await expectNothingMoved();
  });

  test('hears of what is new by itself when the server is back', async () => {
    server = await startServer(environment);
    await page.goto(host.origin);
    await visitor.openPanel(page);
    await visitor.newest(page).waitFor();
    await server.kill('SIGKILL');
    await pass(fiveMinutesMs);
    const refused = asked('/v1/feed');
    expect(refused).toBeGreaterThan(5);
    server = await startServer(environment);
    await instance.publish('2.1.0');
    // The panel has stood open all the time.
    for (let ms = 0; ms < 2 * fiveMinutesMs && asked('/v1/feed') === refused; ms += stepMs) {
      // No longer: the page's patience with what it asked for would pass too.
      await pass(stepMs);
    }
    await page.getByRole('article', { name: '2.1.0', exact: true }).waitFor();
    expect(await page.getByText('Can’t connect').count()).toBe(0);
    expectNoHarm();
  });

  test('shows what was kept to a visitor who comes back meanwhile', async () => {
    await page.goto(host.origin);
    await visitor.openPanel(page);
    await visitor.newest(page).waitFor();
    await server.kill('SIGKILL');
    watch.warnings.length = 0;
    await page.reload();
    await visitor.launcher(page).click();
    await page.getByText('Can’t connect. Last updated').waitFor();
    await page.getByRole('article', { name: '2.0.0', exact: true }).waitFor();
    expectNoHarm();
    await expectNothingMoved();
  });

  test('is as it would be without us where nothing of ours was ever loaded', async () => {
    await page.goto(host.origin);
    await page.evaluate(() => {
      const calling = window as unknown as Record<string, (...call: unknown[]) => void>;
      calling.tidings?.('open');
    });
    expect(asked()).toBe(1);
    expect(await page.locator('tidings-launcher').count()).toBe(0);
    expect(watch.warnings).toEqual([]);
    expectNoHarm();
    await expectNothingMoved();
  });
});

/** Sums up in `shifts` what moves in the page without the visitor's doing. */
function countShifts(): void {
  Object.assign(window, { shifts: 0 });
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) {
      const { value } = entry as PerformanceEntry & { value: number };
      Object.assign(window, { shifts: Reflect.get(window, 'shifts') + value });
    }
  }).observe({ type: 'layout-shift', buffered: true });
}
