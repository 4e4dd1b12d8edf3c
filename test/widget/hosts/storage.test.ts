import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { hostPage, snippet } from '../../support/embedding.ts';
import {
  badge,
  exerciseEveryFeature,
  expectLauncher,
  launcher,
  openPanel,
  panel,
  rate,
  setUpHost,
  type Visit,
  visit,
} from './host-fixture.ts';

const stage = setUpHost();
const withStorage = (mode: string) =>
  hostPage(snippet(stage.instance, mode && `data-storage="${mode}"`));

/** All that the host's origin has on the device by now. */
const kept = (page: Page) =>
  page.evaluate(async () => {
    const databases = await indexedDB.databases();
    const caches = await window.caches.keys();
    const names = databases.map(({ name }) => name ?? '');
    return [
      ...Object.keys(localStorage),
      ...Object.keys(sessionStorage),
      ...names,
      ...caches,
    ].sort();
  });
const cookies = ({ context }: Visit) => context.cookies();

/** The page goes out of view, which is when what has gathered is sent. */
const hide = (page: Page) =>
  page.evaluate(() => {
    Object.defineProperty(document, 'hidden', { configurable: true, value: true });
    document.dispatchEvent(new Event('visibilitychange'));
  });

describe('data-storage', () => {
  test('act keeps nothing before the first open', async () => {
    const visited = await visit(stage, withStorage(''));
    await expectLauncher(visited.page);
    await launcher(visited.page).hover();
    await expect.poll(() => visited.requests.some((one) => one.endsWith('widget.js'))).toBe(true);
    expect(await kept(visited.page)).toEqual([]);
    await openPanel(visited.page);
    expect(await kept(visited.page)).toContain(`tidings:${stage.instance.publicKey}:visitor`);
    expect(await cookies(visited)).toEqual([]);
  });

  test('always keeps an id from the first load, which is the one that answers later', async () => {
    const { page } = await visit(stage, withStorage('always'));
    const id = () =>
      page.evaluate(() => {
        const key = Object.keys(localStorage).find((name) => name.endsWith(':visitor')) ?? '';
        return localStorage.getItem(key);
      });
    await expect.poll(id).toMatch(/^"[\da-f]{8}-[\da-f]{4}-4/);
    const first = await id();
    await exerciseEveryFeature(page);
    expect(await id()).toBe(first);
  });

  test('never keeps nothing, and all works as long as the page', async () => {
    const visited = await visit(stage, withStorage('never'));
    const { page, errors, warnings } = visited;
    await exerciseEveryFeature(page);
    await expect.poll(() => badge(page).textContent()).toBe('');
    await hide(page);
    expect(await kept(page)).toEqual([]);
    expect(await cookies(visited)).toEqual([]);
    expect([...errors, ...warnings]).toEqual([]);
    await page.reload();
    await expectLauncher(page, 2);
  });
});

describe('a browser that asks for privacy', () => {
  const asked = (property: string, value: unknown) => (page: Page) =>
    page.addInitScript(
      ([name, wish]) => {
        if (name) Object.defineProperty(navigator, name as string, { value: wish });
      },
      [property, value],
    );

  test.each([
    ['', undefined, true],
    ['globalPrivacyControl', true, false],
    ['doNotTrack', '1', false],
  ])('sends events only where it says nothing (%s)', async (property, value, sends) => {
    const before = asked(property, value);
    const { page, requests } = await visit(stage, withStorage('always'), { before });
    await openPanel(page);
    await rate(page);
    await hide(page);
    // Whatever the page was to send is on its way before what is asked now.
    await page.evaluate(() => fetch('/last'));
    const paths = requests.map((one) => new URL(one.split(' ')[1] ?? '').pathname);
    expect(paths).toEqual(expect.arrayContaining(['/v1/responses', '/last']));
    expect(paths.includes('/v1/events')).toBe(sends);
  });

  test('gets no id before it opens, though the page wants one at once', async () => {
    const before = asked('globalPrivacyControl', true);
    const { page, requests } = await visit(stage, withStorage('always'), { before });
    await expectLauncher(page);
    await expect.poll(() => requests.some((one) => one.includes('/v1/live'))).toBe(true);
    await page.waitForLoadState('networkidle').catch(() => {});
    expect(await kept(page)).toEqual([]);
    await openPanel(page);
    expect(await kept(page)).not.toEqual([]);
  });
});

describe('a device that', () => {
  /** The server has taken the answer, the badge is gone, and nothing was thrown. */
  async function worksForTheSession({ page, errors, warnings }: Visit): Promise<void> {
    await exerciseEveryFeature(page);
    await expect.poll(() => badge(page).textContent()).toBe('');
    await launcher(page).click();
    await panel(page).waitFor();
    expect([...errors, ...warnings]).toEqual([]);
  }

  test('denies all storage works for the session', async () => {
    const deny = () => {
      for (const name of ['localStorage', 'sessionStorage', 'indexedDB', 'caches']) {
        const get = () => {
          throw new DOMException(name, 'SecurityError');
        };
        Object.defineProperty(window, name, { get });
      }
    };
    const before = (page: Page) => page.addInitScript(deny);
    const visited = await visit(stage, undefined, { before });
    await expect(visited.page.evaluate(() => localStorage.length)).rejects.toThrow('SecurityError');
    await worksForTheSession(visited);
  });

  test('is full works for the session', async () => {
    const visited = await visit(stage, hostPage(''), {
      pages: { '/next': { body: hostPage(snippet(stage.instance)) } },
    });
    const { page, origin } = visited;
    const fill = () => {
      for (let chars = 8_000_000; chars >= 1; chars = Math.floor(chars / 2)) {
        try {
          localStorage.setItem(`host:${chars}`, 'x'.repeat(chars));
        } catch {}
      }
      localStorage.setItem('host:one more', 'x'.repeat(40));
    };
    await expect(page.evaluate(fill)).rejects.toThrow('QuotaExceeded');
    const before = await kept(page);
    await page.goto(`${origin}/next`);
    await expectLauncher(page);
    await worksForTheSession(visited);
    // What is the host's own is still there, and nothing was pushed out for us.
    expect(await kept(page)).toEqual(expect.arrayContaining(before));
  });

  test('is cleared while the panel is open forgets, and works on', async () => {
    const visited = await visit(stage);
    const { page } = visited;
    await openPanel(page);
    await rate(page, 'Bad');
    await page.evaluate(async () => {
      localStorage.clear();
      for (const { name } of await indexedDB.databases()) indexedDB.deleteDatabase(name ?? '');
    });
    expect(await kept(page)).toEqual([]);
    await panel(page).getByRole('button', { name: 'Send' }).click();
    await panel(page).getByText('Your rating: Bad').waitFor();
    expect(await kept(page)).toContain(`tidings:${stage.instance.publicKey}:visitor`);
    await panel(page).getByRole('button', { name: 'Change' }).click();
    await rate(page, 'Very good');
    expect([...visited.errors, ...visited.warnings]).toEqual([]);
  });

  test('runs the page in a sandboxed frame works for the session', async () => {
    const frame =
      '<iframe sandbox="allow-scripts" src="/inside" width="900" height="600"></iframe>';
    const inside = { body: hostPage(snippet(stage.instance)) };
    const visited = await visit(stage, hostPage(frame), { pages: { '/inside': inside } });
    const { page, errors, warnings } = visited;
    const place = page.frame({ url: /inside/ });
    if (!place) throw new Error('There is no frame.');
    await expect(place.evaluate(() => localStorage.length)).rejects.toThrow('SecurityError');
    await expectLauncher(place);
    await exerciseEveryFeature(place);
    await expect.poll(() => badge(place).textContent()).toBe('');
    expect([...errors, ...warnings]).toEqual([]);
  });
});
