import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { hostPage, snippet } from '../../support/embedding.ts';
import {
  exerciseEveryFeature,
  expectLauncher,
  launcher,
  openPanel,
  panel,
  setUpHost,
  type Visit,
  visit,
} from './host-fixture.ts';

const stage = setUpHost();
const tag = (attributes = 'async') => snippet(stage.instance).replace('async', attributes);

/** One launcher with its badge, which opens and closes the panel; and no word in the console. */
async function expectToWork({ page, errors, warnings }: Visit, unread = 2): Promise<void> {
  await expectLauncher(page, unread);
  await openPanel(page);
  expect(await panel(page).count()).toBe(1);
  await launcher(page).click();
  await panel(page).waitFor({ state: 'hidden' });
  expect([...errors, ...warnings]).toEqual([]);
}

describe('the script', () => {
  test.each([
    ['asynchronous, at the end of the body', () => hostPage(tag())],
    ['in the head, before there is a body', () => hostPage('', tag(''))],
    ['deferred, in the head', () => hostPage('', tag('defer'))],
    [
      'in the body, before the rest of the page',
      () => hostPage('').replace('<main>', `${tag('')}<main>`),
    ],
    ['twice', () => hostPage(tag() + tag(''), tag())],
    ['before its own element', () => hostPage(`${tag('')}<tidings-launcher></tidings-launcher>`)],
    ['after its own element', () => hostPage(`<tidings-launcher></tidings-launcher>${tag()}`)],
    ['in a page without a doctype', () => hostPage(tag()).replace('<!doctype html>', '')],
  ])('works %s', async (_, html) => {
    await expectToWork(await visit(stage, html()));
  });

  test('works where the page adds it long after it has loaded, twice, and takes the tags away', async () => {
    const visited = await visit(stage, hostPage(''));
    await visited.page.waitForLoadState('load');
    await addScripts(visited.page);
    expect(await visited.page.locator('script').count()).toBe(0);
    await expectToWork(visited);
    await expect.poll(() => visited.requests.some((one) => one.includes('/v1/live'))).toBe(true);
  });

  test('brings the launcher back after destroy, without what was shown', async () => {
    const visited = await visit(stage);
    await exerciseEveryFeature(visited.page);
    await visited.page.evaluate('tidings("destroy")');
    expect(await visited.page.locator('tidings-launcher').count()).toBe(0);
    await addScripts(visited.page);
    await expectToWork(visited, 0);
  });

  const addScripts = (page: Page) =>
    page.evaluate(
      async ([server, project]) => {
        const script = () => {
          const made = document.createElement('script');
          Object.assign(made, { async: true, src: `${server}/v1/loader.js` });
          made.dataset.project = project;
          document.head.append(made);
          return new Promise((resolve) => made.addEventListener('load', () => resolve(made)));
        };
        for (const loaded of await Promise.all([script(), script()])) (loaded as Element).remove();
      },
      [stage.instance.server.url, stage.instance.publicKey],
    );
});

describe('the element', () => {
  const move = (act: (home: Element) => void) => async () => {
    const visited = await visit(stage);
    const { page, errors } = visited;
    await openPanel(page);
    await panel(page).locator('summary, [part=rating]').first().waitFor();
    await page.locator('tidings-launcher').evaluate(act);
    await panel(page).getByText('New in 2.4.0').waitFor();
    const isOnTop = () =>
      page.locator('tidings-changelog').evaluate((one) => one.matches(':popover-open'));
    expect(await isOnTop()).toBe(true);
    expect(errors).toEqual([]);
    await launcher(page).click();
    await panel(page).waitFor({ state: 'hidden' });
    await expectToWork(visited, 0);
  };

  test(
    'may be put elsewhere while the panel is open',
    move((home) => document.querySelector('main')?.prepend(home)),
  );

  test(
    'may be taken out and put back while the panel is open',
    move((home) => {
      home.remove();
      document.body.append(home);
    }),
  );

  test('stays closed where the page opens and closes it before it has come', async () => {
    const visited = await visit(stage);
    const { page } = visited;
    await expectLauncher(page);
    const events = await page.evaluate(async () => {
      const heard: string[] = [];
      for (const type of ['tidings-open', 'tidings-close']) {
        document.addEventListener(type, () => heard.push(type));
      }
      const { tidings } = window as unknown as { tidings: (call: string) => void };
      tidings('open');
      tidings('close');
      while (heard.length < 2) await new Promise((resolve) => setTimeout(resolve, 20));
      return heard;
    });
    expect(events).toEqual(['tidings-open', 'tidings-close']);
    await expectToWork(visited, 0);
  });

  test('may be taken out while closed: what opens us does no harm, and it works when put back', async () => {
    const opener = '<button data-tidings-open>News</button>';
    const visited = await visit(stage, hostPage(opener + tag('async data-position="top-start"')));
    const { page, requests } = visited;
    await expectLauncher(page);
    const home = await page.locator('tidings-launcher').elementHandle();
    await home?.evaluate((element) => element.remove());
    await page.getByText('News').click();
    await expect.poll(() => requests.some((one) => one.endsWith('/v1/feed'))).toBe(true);
    expect(await page.locator('tidings-launcher').count()).toBe(0);
    await page.evaluate('tidings("close")');
    await home?.evaluate((element) => document.body.prepend(element));
    await expectToWork(visited, 0);
  });
});

describe('a page that changes without loading anew', () => {
  test('keeps its one launcher and an open panel', async () => {
    const visited = await visit(stage);
    const { page, requests } = visited;
    await openPanel(page);
    await page.evaluate(() => {
      history.pushState({}, '', '/berths');
      document.querySelector('main')?.replaceChildren('Berths');
      history.replaceState({}, '', '/berths/7');
    });
    await panel(page).getByText('New in 2.4.0').waitFor();
    await page.goBack();
    expect(await panel(page).isVisible()).toBe(true);
    await launcher(page).click();
    await expectToWork(visited, 0);
    expect(requests.filter((one) => one.endsWith('loader.js'))).toHaveLength(1);
  });
});
