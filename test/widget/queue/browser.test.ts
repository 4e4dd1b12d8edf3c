import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import BetterSqlite3 from 'better-sqlite3';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { build, type Rollup } from 'vite';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest';
import { feed } from '../../../contract/feed.ts';
import { goOffline, launchBrowser } from '../../support/browser.ts';
import { type RunningServer, startServer } from '../../support/processes.ts';
import type { HostPage, QuestionContext } from './host-page.ts';

declare const shell: HostPage;

describe('the queue in a real browser, on a page of another origin', () => {
  let folder: string;
  let server: RunningServer;
  let database: BetterSqlite3.Database;
  let browser: Browser;
  let host: Server;
  let hostUrl: string;
  let question: Omit<QuestionContext, 'visitor'>;
  let context: BrowserContext;
  let visitor: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tidings-queue-'));
    const path = join(folder, 'tidings.sqlite');
    await copyFile(inject('sqliteTemplate'), path);
    server = await startServer({ DATABASE_URL: `sqlite:${path}`, RATE_LIMITS: 'count' });
    database = new BetterSqlite3(path, { readonly: true });
    browser = await launchBrowser();
    const script = await bundle();
    host = createServer(({ url }, reply) => {
      const isScript = url === '/queue.js';
      reply.setHeader('Content-Type', isScript ? 'text/javascript' : 'text/html');
      reply.end(isScript ? script : '<!doctype html><script src="/queue.js"></script>');
    }).listen(0, '127.0.0.1');
    await once(host, 'listening');
    hostUrl = `http://127.0.0.1:${(host.address() as AddressInfo).port}/`;
    question = await ask();
  });
  afterAll(async () => {
    host.close();
    database.close();
    await server.kill();
    await rm(folder, { recursive: true });
  });
  beforeEach(async () => {
    visitor = randomUUID();
    context = await browser.newContext();
    return () => context.close();
  });

  async function ask(): Promise<Omit<QuestionContext, 'visitor'>> {
    const project = database.prepare('select public_key from project').pluck().get() as string;
    const body = JSON.stringify({ project, want: 'panel' });
    const reply = await fetch(`${server.url}/v1/feed`, { method: 'POST', body });
    const { ticket, releases } = feed.parse(await reply.json());
    const release = releases.find(({ survey }) => survey);
    await sleep(1100);
    const ids = { release: release?.id ?? '', survey: release?.survey?.id ?? '' };
    return { server: server.url, project, ticket, ...ids };
  }

  /** A page of this visitor's browser; `before` runs in it before any script. */
  async function visit(before = ''): Promise<Page> {
    const page = await context.newPage();
    await page.addInitScript(before);
    await page.goto(hostUrl);
    const asked = JSON.stringify({ ...question, visitor });
    await page.evaluate(`window.shell = openShell(${asked})`);
    return page;
  }

  const give = (page: Page, rating: number) =>
    page.evaluate((n) => shell.give({ rating: n }), rating);
  const waits = (page: Page) => page.evaluate(() => shell.hasWaiting());
  const untilSent = (page: Page) => page.waitForFunction(() => !shell.hasWaiting());

  /** How many answers there are by now, and the ratings of this test's visitor. */
  function stored(since: number): number[] {
    return database
      .prepare('select rating from response order by received_at')
      .pluck()
      .all()
      .slice(since) as number[];
  }
  const countNow = () => stored(0).length;

  test('keeps an answer that is given offline, and delivers it on the next visit (R7)', async () => {
    const before = countNow();
    const page = await visit();
    await goOffline(context);
    expect(await give(page, 2)).toBe('waiting');
    expect(await page.evaluate(() => indexedDB.databases())).toHaveLength(1);
    await page.close();
    expect(stored(before)).toEqual([]);
    await context.setOffline(false);
    const next = await visit();
    expect(await waits(next)).toBe(true);
    await next.evaluate(() => shell.deliver());
    await untilSent(next);
    expect(stored(before)).toEqual([2]);
  });

  test('delivers as soon as the connection is back', async () => {
    const before = countNow();
    const page = await visit();
    await goOffline(context);
    expect(await give(page, 3)).toBe('waiting');
    await context.setOffline(false);
    await untilSent(page);
    expect(stored(before)).toEqual([3]);
  });

  test('makes one row of a double click, two tabs and a hundred replays (R8)', async () => {
    const before = countNow();
    const tabs = [await visit(), await visit()];
    await goOffline(context);
    await Promise.all(tabs.flatMap((tab) => [give(tab, 1), give(tab, 5)]));
    await context.setOffline(false);
    const flood = () => {
      for (let n = 0; n < 100; n += 1) shell.deliver();
    };
    await Promise.all(tabs.map((tab) => tab.evaluate(flood)));
    await Promise.all(tabs.map(untilSent));
    expect(stored(before)).toEqual([5]);
  });

  test('lets one tab send at a time', async () => {
    const [one, two] = [await visit(), await visit()];
    await goOffline(context);
    await give(one, 4);
    let sent = 0;
    context.on('requestfinished', (request) => {
      if (request.url().endsWith('/v1/responses')) sent += 1;
    });
    await context.setOffline(false);
    await Promise.all([one, two].map((tab) => tab.evaluate(() => shell.deliver())));
    await Promise.all([one, two].map(untilSent));
    // Both know of it; the one that comes second finds nothing left to send.
    expect(sent).toBe(1);
  });

  const denied = (name: string) =>
    `Object.defineProperty(window, '${name}', { get() { throw new DOMException('', 'SecurityError') } });`;

  test.each([
    ['IndexedDB is missing', 'delete window.indexedDB; delete Window.prototype.indexedDB;'],
    ['IndexedDB is denied', denied('indexedDB')],
    ['IndexedDB fails', 'IDBFactory.prototype.open = () => { throw new Error() };'],
    ['IndexedDB is full', 'IDBObjectStore.prototype.put = () => { throw new Error() };'],
  ])('keeps it in localStorage where %s', async (_, fault) => {
    const before = countNow();
    const page = await visit(fault);
    await goOffline(context);
    expect(await give(page, 1)).toBe('waiting');
    await page.close();
    await context.setOffline(false);
    const next = await visit(fault);
    await next.evaluate(() => shell.deliver());
    await untilSent(next);
    expect(stored(before)).toEqual([1]);
  });

  test('keeps it as long as the page where nothing may be stored', async () => {
    const before = countNow();
    const page = await visit(denied('indexedDB') + denied('localStorage'));
    const errors: Error[] = [];
    page.on('pageerror', (error) => errors.push(error));
    await goOffline(context);
    expect(await give(page, 2)).toBe('waiting');
    await context.setOffline(false);
    await untilSent(page);
    expect(stored(before)).toEqual([2]);
    expect(errors).toEqual([]);
  });

  test('sends at once where there are no locks', async () => {
    const before = countNow();
    const page = await visit('delete Navigator.prototype.locks;');
    expect(await give(page, 5)).toBe('sent');
    expect(stored(before)).toEqual([5]);
  });

  test('outlives a page that is closed before the server has replied', async () => {
    const before = countNow();
    const page = await visit();
    let asked = 0;
    // The first never arrives; what the page sends as it goes does.
    await context.route('**/v1/responses', (route) => {
      asked += 1;
      return asked === 1 ? undefined : route.continue();
    });
    await page.evaluate(() => void shell.give({ rating: 3 }));
    await expect.poll(() => asked).toBe(1);
    await page.close({ runBeforeUnload: true });
    await expect.poll(() => stored(before), { timeout: 5000 }).toEqual([3]);
  });
});

async function bundle(): Promise<string> {
  const entry = new URL('host-page.ts', import.meta.url).pathname;
  const lib = { entry, formats: ['iife' as const], name: 'hostPage' };
  const built = await build({
    configFile: false,
    logLevel: 'error',
    build: { write: false, lib, target: 'es2022' },
  });
  const [{ output }] = [built].flat() as Rollup.RollupOutput[] as [Rollup.RollupOutput];
  return output[0].code;
}
