import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { axeFaults } from '../support/axe.ts';
import { launchBrowser, openPage } from '../support/browser.ts';
import { type DatabasePlace, makeStageDatabase } from '../support/databases.ts';
import { type Instance, startInstance } from '../support/embedding.ts';

describe('the first address, and the page of the API', () => {
  let database: DatabasePlace;
  let instance: Instance;
  let browser: Browser;

  beforeAll(async () => {
    database = await makeStageDatabase();
    instance = await startInstance(database.url);
    browser = await launchBrowser();
  });
  afterAll(async () => {
    await instance.server.kill();
    await database.remove();
  });

  const screens = ['/', '/docs'].flatMap((path) =>
    [1280, 360].flatMap((width) =>
      (['light', 'dark'] as const).map((colorScheme) => ({ path, width, colorScheme })),
    ),
  );
  test.each(screens)('reads well: %o', { timeout: 60_000 }, async (screen) => {
    const { path, width, colorScheme } = screen;
    const page = await openPage(browser, { viewport: { width, height: 800 }, colorScheme });
    const complaints: string[] = [];
    page.on('console', (message) => complaints.push(message.text()));
    await page.goto(instance.server.url + path);
    expect(await axeFaults(page)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
    expect(complaints).toEqual([]);
    const ground = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    expect(ground).not.toBe('rgba(0, 0, 0, 0)');
  });

  test('leads on to places that are there, and shows a line that works', async () => {
    const page = await openPage(browser);
    await page.goto(instance.server.url);
    const links = await page
      .locator('a')
      .evaluateAll((all) => all.map((a) => (a as HTMLAnchorElement).href));
    expect(links.length).toBeGreaterThan(3);
    const snippet = (await page.locator('pre').last().textContent()) ?? '';
    const [, loader = ''] = /src="([^"]+)"/.exec(snippet) ?? [];
    for (const address of [...links, loader]) {
      expect([address, (await fetch(address)).status]).toEqual([address, 200]);
    }
  });
});
