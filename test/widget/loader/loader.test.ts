import type { Browser, Page } from 'playwright-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { launchBrowser, openPage } from '../../support/browser.ts';
import { type FakeHost, startFakeHost } from './host-page.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});

const script = '<script async src="%s" data-project="pk_test"></script>';
const page = (head = script, body = '<p>Host</p>') =>
  `<!doctype html><html lang="en"><head>${head}</head><body>${body}</body></html>`;

/** Opens the host page and gives back what went wrong in it. */
async function visit(stage: FakeHost, before = (_: Page): Promise<unknown> => Promise.resolve()) {
  const opened = await openPage(browser);
  const errors: string[] = [];
  opened.on('pageerror', (error) => errors.push(error.message));
  opened.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) errors.push(message.text());
  });
  await before(opened);
  await opened.goto(stage.url);
  return { page: opened, errors };
}

const paths = (stage: FakeHost) => stage.requests.map(({ path }) => path);
const badge = (opened: Page) => opened.locator('tidings-launcher [part=badge]');

describe('a page that embeds us', () => {
  test('pays for the loader, one feed and one stream, and nothing is written', async () => {
    const stage = await startFakeHost(page());
    const { page: opened, errors } = await visit(stage);
    await expect.poll(() => paths(stage)).toContain('/v1/live');
    await expect.poll(() => badge(opened).textContent()).toBe('3');
    expect(paths(stage).sort()).toEqual(['/v1/feed', '/v1/live', '/v1/loader.js']);
    expect(await opened.evaluate(() => Object.keys(localStorage))).toEqual([]);
    expect(await opened.evaluate(() => document.cookie)).toBe('');
    expect(errors).toEqual([]);
  });

  test('is asked with what names nobody', async () => {
    const stage = await startFakeHost(page());
    await visit(stage);
    await expect.poll(() => paths(stage)).toContain('/v1/feed');
    expect(stage.requests.find(({ path }) => path === '/v1/feed')?.body).toEqual({
      project: 'pk_test',
      want: 'badge',
      traits: {},
      locale: 'en',
    });
  });

  test('has one element more, beside its body, and is unchanged otherwise', async () => {
    const stage = await startFakeHost(page());
    const { page: opened } = await visit(stage);
    await expect.poll(() => badge(opened).textContent()).toBe('3');
    expect(await opened.evaluate(() => document.body.innerHTML)).toBe('<p>Host</p>');
    const beside = () =>
      Array.from(document.documentElement.children, ({ localName }) => localName);
    expect(await opened.evaluate(beside)).toEqual(['head', 'body', 'tidings-launcher']);
  });

  test('has one launcher however often it brings the script', async () => {
    const stage = await startFakeHost(page(script + script));
    const { page: opened } = await visit(stage);
    await expect.poll(() => badge(opened).textContent()).toBe('3');
    expect(await opened.locator('tidings-launcher').count()).toBe(1);
    expect(paths(stage).filter((path) => path === '/v1/feed')).toHaveLength(1);
  });

  test('keeps its own launcher, and no corner button where it has an opener', async () => {
    const body = '<tidings-launcher></tidings-launcher><button data-tidings-open>News</button>';
    const stage = await startFakeHost(page(script, body));
    const { page: opened } = await visit(stage);
    await expect.poll(() => badge(opened).textContent()).toBe('3');
    expect(await opened.locator('tidings-launcher').count()).toBe(1);
    expect(await opened.locator('tidings-launcher button').isVisible()).toBe(false);
  });

  test('sees the number of unread releases change when the project does', async () => {
    const stage = await startFakeHost(page());
    const { page: opened } = await visit(stage);
    await expect.poll(() => badge(opened).textContent()).toBe('3');
    await expect.poll(() => paths(stage)).toContain('/v1/live');
    stage.unread = 12;
    stage.notifyChange();
    await expect.poll(() => badge(opened).textContent()).toBe('9+');
    const name = await opened.locator('tidings-launcher button').getAttribute('aria-label');
    expect(name).toBe('What’s new (12)');
  });

  test('sees what changed after its first feed and before its stream', async () => {
    const stage = await startFakeHost(page());
    let join = () => {};
    const joined = new Promise<void>((resolve) => {
      join = resolve;
    });
    const { page: opened } = await visit(stage, (opened) =>
      opened.route('**/v1/live**', async (route) => {
        await joined;
        await route.continue();
      }),
    );
    await expect.poll(() => badge(opened).textContent()).toBe('3');
    stage.unread = 4;
    stage.notifyChange();
    expect(paths(stage)).not.toContain('/v1/live');
    join();
    await expect.poll(() => badge(opened).textContent()).toBe('4');
  });

  test('hears one warning when our server fails, and no error of ours', async () => {
    const stage = await startFakeHost(page());
    stage.status = 500;
    const { page: opened, errors } = await visit(stage);
    await expect.poll(() => errors.some((text) => text.startsWith('Tidings'))).toBe(true);
    await opened.evaluate(() => dispatchEvent(new Event('online')));
    await expect.poll(() => paths(stage).filter((path) => path === '/v1/feed')).toHaveLength(2);
    expect(errors.filter((text) => !text.startsWith('Failed to load'))).toHaveLength(1);
  });
});

describe('the first open', () => {
  test('fetches the panel, shows it, and lets the device keep things', async () => {
    const stage = await startFakeHost(page());
    const { page: opened, errors } = await visit(stage);
    const button = opened.locator('tidings-launcher button[part=launcher]');
    await expect.poll(() => badge(opened).textContent()).toBe('3');
    await button.click();
    await expect.poll(() => button.getAttribute('aria-expanded')).toBe('true');
    expect(await opened.locator('tidings-changelog').isVisible()).toBe(true);
    await expect.poll(() => badge(opened).textContent()).toBe('');
    const kept = await opened.evaluate(() => Object.keys(localStorage));
    expect(kept).toEqual(
      expect.arrayContaining(['tidings:pk_test:visitor', 'tidings:pk_test:panel']),
    );
    await button.click();
    await expect.poll(() => button.getAttribute('aria-expanded')).toBe('false');
    expect(errors).toEqual([]);
  });
});

describe('hostile style sheets', () => {
  test('do not reach the launcher', async () => {
    const css = '* { all: unset !important } button { display: none !important }';
    const stage = await startFakeHost(page());
    const adopt = (text: string) => {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(`${text} html { font-size: 500px !important }`);
      document.adoptedStyleSheets = [sheet];
    };
    const { page: opened } = await visit(stage, (fresh) => fresh.addInitScript(adopt, css));
    await expect.poll(() => badge(opened).textContent()).toBe('3');
    const box = await opened.locator('tidings-launcher button').boundingBox();
    const view = opened.viewportSize();
    expect(box).toMatchObject({ width: 48, height: 48 });
    expect((box?.x ?? 0) + 48 + 20).toBe(view?.width);
    expect((box?.y ?? 0) + 48 + 20).toBe(view?.height);
  });
});

describe('destroy', () => {
  test('leaves no element, listener or stream, and waits for the next script', async () => {
    const stage = await startFakeHost(page());
    const { page: opened } = await visit(stage, (fresh) => fresh.addInitScript(countListeners));
    await expect.poll(() => badge(opened).textContent()).toBe('3');
    await expect.poll(() => paths(stage)).toContain('/v1/live');
    expect(await opened.evaluate('listening.size')).toBeGreaterThan(5);
    await opened.evaluate('tidings("destroy")');
    expect(await opened.locator('tidings-launcher').count()).toBe(0);
    expect(await opened.evaluate('[...listening.values()]')).toEqual([]);
    expect(await opened.evaluate('navigator.locks.query().then((all) => all.held)')).toEqual([]);
    await opened.evaluate('tidings("traits", { plan: "pro" })');
    await opened.evaluate(addScript);
    await expect.poll(() => opened.locator('tidings-launcher').count()).toBe(1);
    const lastFeed = () => stage.requests.findLast(({ path }) => path === '/v1/feed');
    await expect.poll(() => lastFeed()?.body.traits).toEqual({ plan: 'pro' });
  });
});

/** Keeps in `listening` what hears the window, the document or an element, until it is removed. */
function countListeners(): void {
  const listening = new Map<unknown, string>();
  Object.assign(window, { listening });
  const { addEventListener } = EventTarget.prototype;
  EventTarget.prototype.addEventListener = function (type, act, options) {
    const signal = typeof options === 'object' ? options.signal : undefined;
    const isOurs = this instanceof Node || this === window;
    if (isOurs && !(typeof options === 'object' && options.once)) listening.set(act, type);
    if (signal) addEventListener.call(signal, 'abort', () => listening.delete(act));
    return addEventListener.call(this, type, act, options);
  };
}

/** As the page would, where it must say what it trusts. */
const addScript = `(() => {
  const ours = trustedTypes.createPolicy('tidings', { createScriptURL: (url) => url });
  const script = document.createElement('script');
  script.dataset.project = 'pk_test';
  script.src = ours.createScriptURL(document.scripts[0].src);
  document.head.append(script);
})()`;

describe('what the loader passes to a module', () => {
  /** A module that keeps what it is given, and tells of each part what a module relies on. */
  const module = `export function mount(core) {
    const [tag, identity, device, keyOf, post, home, button, refresh, tell, stopped] = core;
    document.body.dataset.passed = JSON.stringify({
      project: tag.project,
      traits: identity.traits,
      device: Object.keys(device),
      key: keyOf('seen'),
      launcher: [home.localName, button.part.value],
      functions: [post, refresh, tell].map((each) => each.length),
      stopped: stopped.aborted,
      more: core.slice(10),
    });
    return { isOpen: false, open() {}, close() {}, refresh() {}, destroy() {} };
  }`;

  test('keeps its order, which modules of other versions rely on', async () => {
    const stage = await startFakeHost(page());
    const { page: opened, errors } = await visit(stage, (fresh) =>
      fresh.route('**/v1/widget.js', (route) =>
        route.fulfill({
          contentType: 'text/javascript',
          headers: { 'access-control-allow-origin': '*' },
          body: module,
        }),
      ),
    );
    await opened.locator('[part=launcher]').click();
    const passed = () => opened.evaluate(() => JSON.parse(document.body.dataset.passed ?? 'null'));
    await expect.poll(passed).toEqual({
      project: 'pk_test',
      traits: {},
      device: ['get', 'set'],
      key: 'tidings:pk_test:seen',
      launcher: ['tidings-launcher', 'launcher'],
      functions: [3, 1, 2],
      stopped: false,
      more: [],
    });
    expect(errors).toEqual([]);
  });
});
