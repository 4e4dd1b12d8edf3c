import type { Browser, Page } from 'playwright-core';
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

  const screens = [1280, 360].flatMap((width) =>
    (['light', 'dark'] as const).map((colorScheme) => ({ width, colorScheme })),
  );
  const pages = ['/', '/docs'].flatMap((path) => screens.map((screen) => ({ path, ...screen })));

  test.each(pages)('reads well: %o', { timeout: 60_000 }, async (screen) => {
    const { path, width, colorScheme } = screen;
    const page = await openPage(browser, { viewport: { width, height: 800 }, colorScheme });
    const complaints: string[] = [];
    page.on('console', (message) => complaints.push(message.text()));
    await page.goto(instance.server.url + path);
    await expectToReadWell(page, width);
    expect(complaints).toEqual([]);
  });

  test.each(screens)('is found from one that has nothing: %o', async ({ width, colorScheme }) => {
    const page = await openPage(browser, { viewport: { width, height: 800 }, colorScheme });
    await page.goto(`${instance.server.url}/no/such/page`);
    await expectToReadWell(page, width);
    await page.getByRole('link', { name: 'Go to the front page' }).click();
    await page.getByRole('heading', { name: 'Say what changed' }).waitFor();
  });

  async function expectToReadWell(page: Page, width: number): Promise<void> {
    expect(await axeFaults(page)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
    const ground = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    expect(ground).not.toBe('rgba(0, 0, 0, 0)');
  }

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
