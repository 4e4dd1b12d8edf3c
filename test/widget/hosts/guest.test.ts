import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { goOffline, waitUntilRateable } from '../../support/browser.ts';
import { hostPage, snippet } from '../../support/embedding.ts';
import { exerciseEveryFeature, expectLauncher, panel, setUpHost, visit } from './host-fixture.ts';
import { type ActiveResources, traceResources } from './traces.ts';

const stage = setUpHost();

/** The host's document as it stands, and what scripts can see of the window. */
const survey = (page: Page) =>
  page.evaluate(() => {
    const copy = document.documentElement.cloneNode(true) as Element;
    const ours = copy.querySelectorAll('tidings-launcher, script[data-project]');
    for (const one of ours) one.remove();
    return {
      removed: [...ours].map(({ localName }) => localName).sort(),
      html: copy.outerHTML,
      sheets: document.styleSheets.length + document.adoptedStyleSheets.length,
      globals: Object.getOwnPropertyNames(window).sort(),
    };
  });

const pathsOf = (requests: string[]) =>
  requests.map((one) => new URL(one.split(' ')[1] ?? '').pathname).filter((path) => path !== '/');

describe('the host’s document', () => {
  test('is unchanged but for one element, and one global name', async () => {
    const { page: plain } = await visit(stage, hostPage(''));
    const before = await survey(plain);
    const { page } = await visit(stage);
    await exerciseEveryFeature(page);
    const after = await survey(page);
    expect(after.removed).toEqual(['script', 'tidings-launcher']);
    expect(after.html).toBe(before.html);
    expect(after.sheets).toBe(0);
    expect(after.globals).toEqual([...before.globals, 'tidings'].sort());
    expect(await page.locator('tidings-launcher').evaluate((home) => home.outerHTML)).toBe(
      '<tidings-launcher></tidings-launcher>',
    );
  });
});

describe('before any interaction', () => {
  test('a page pays for the loader and one feed, and for one stream once it has loaded', async () => {
    const seen: string[] = [];
    const html = hostPage(`<img alt="" src="/slow.png">${snippet(stage.instance)}`);
    let arrive = () => {};
    const arrived = new Promise<void>((resolve) => {
      arrive = resolve;
    });
    const before = async (page: Page) => {
      page.on('request', (request) => seen.push(`GET ${request.url()}`));
      await page.route('**/slow.png', (route) => arrived.then(() => route.abort()));
      page.on('response', async (response) => {
        if (response.url().endsWith('/v1/feed')) await response.finished().then(arrive);
      });
    };
    const { page } = await visit(stage, html, { before });
    await expectLauncher(page);
    await expect.poll(() => pathsOf(seen)).toContain('/v1/live');
    expect(pathsOf(seen)).toEqual(['/slow.png', '/v1/loader.js', '/v1/feed', '/v1/live']);
  });

  test('a page pays for no feed while the last one is fresh', async () => {
    const { page, requests } = await visit(stage);
    await exerciseEveryFeature(page);
    await expect.poll(() => pathsOf(requests)).toContain('/v1/responses');
    requests.length = 0;
    await page.reload();
    await expectLauncher(page, 0);
    await expect.poll(() => pathsOf(requests)).toContain('/v1/live');
    expect(pathsOf(requests)).toEqual(['/v1/loader.js', '/v1/live']);
  });
});

describe('destroy', () => {
  const traces = (page: Page) => page.evaluate('traces()') as Promise<ActiveResources>;
  const nothing: ActiveResources = { listeners: [], timers: 0, open: [] };
  const before = (page: Page) => page.addInitScript(traceResources);
  const pages = { '/last': { body: '' } };
  const html = () =>
    hostPage(`<a href="#tidings" data-tidings-open>News</a>${snippet(stage.instance)}`);

  /** Everything that we ever listened to happens, and the project changes. */
  async function provoke(page: Page): Promise<void> {
    const { id } = await stage.instance.call<{ id: string }>('GET', '');
    await stage.instance.call('PATCH', '', { name: `Harbour ${id.slice(-4)}` });
    await page.evaluate(() => {
      for (const type of ['online', 'pagehide', 'storage', 'focus']) dispatchEvent(new Event(type));
      location.hash = '#tidings=2.4.0';
      document.dispatchEvent(new Event('visibilitychange'));
      document.querySelector<HTMLElement>('[data-tidings-open]')?.click();
      document.body.replaceWith(document.body.cloneNode(true));
      return fetch('/last');
    });
  }

  async function expectNothingLeft(page: Page, requests: string[]): Promise<void> {
    const kept = () => page.evaluate(() => JSON.stringify({ ...localStorage }));
    expect(await page.locator('tidings-launcher').count()).toBe(0);
    expect(await traces(page)).toEqual(nothing);
    // An answer that was being written down when we were told to go is written to its end.
    const locks = () => page.evaluate(() => navigator.locks.query());
    await expect.poll(locks).toEqual({ held: [], pending: [] });
    const isStill = async () => {
      const before = await kept();
      await new Promise((resolve) => setTimeout(resolve, 100));
      return before === (await kept());
    };
    await expect.poll(isStill).toBe(true);
    const [had, asked] = [await kept(), requests.length];
    await provoke(page);
    expect(pathsOf(requests.slice(asked))).toEqual(['/last']);
    expect(await kept()).toBe(had);
    expect(await traces(page)).toEqual(nothing);
    expect(await page.locator('tidings-launcher').count()).toBe(0);
  }

  test('leaves no node, listener, timer, stream, request or write', async () => {
    const { page, context, requests, errors } = await visit(stage, html(), { before, pages });
    await context.grantPermissions(['clipboard-write']);
    await page.getByText('News').click();
    const newest = panel(page).locator('article').first();
    await newest.getByRole('button', { name: 'Copy link' }).click();
    await panel(page).getByText('Link copied').waitFor();
    await newest.getByText('Good', { exact: true }).click();
    await newest.getByRole('button', { name: 'Send' }).waitFor();
    await expect.poll(async () => (await traces(page)).open.length).toBeGreaterThan(1);
    const { listeners, open, timers } = await traces(page);
    expect(listeners).toEqual(expect.arrayContaining(['click', 'hashchange', 'visibilitychange']));
    expect(open).toEqual(expect.arrayContaining(['BroadcastChannel', 'EventSource']));
    expect(timers).toBeGreaterThan(0);
    await page.evaluate('tidings("destroy")');
    await expectNothingLeft(page, requests);
    expect(errors).toEqual([]);
  });

  test('leaves nothing while an answer waits for a connection', async () => {
    const { page, context, requests } = await visit(stage, html(), { before, pages });
    await page.getByText('News').click();
    const newest = panel(page).locator('article').first();
    await newest.getByText('Very bad').waitFor();
    await waitUntilRateable(page);
    await goOffline(context);
    await newest.getByText('Very bad').click();
    await newest.getByText('Saved on this device').waitFor();
    expect((await traces(page)).timers).toBeGreaterThan(0);
    await page.evaluate('tidings("destroy")');
    await context.setOffline(false);
    await expectNothingLeft(page, requests);
  });

  test('leaves nothing where it comes in the middle of opening', async () => {
    const { page, requests } = await visit(stage, html(), { before, pages });
    await expectLauncher(page);
    const module = page.waitForResponse('**/v1/widget.js');
    await page.evaluate('tidings("open"); tidings("destroy")');
    await (await module).finished();
    await expectNothingLeft(page, requests);
  });
});
