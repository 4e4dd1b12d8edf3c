import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findAxeFaults } from '../../support/axe.ts';
import { launchBrowser, openPage } from '../../support/browser.ts';
import { createFileDatabase, type DatabaseLocation } from '../../support/databases.ts';
import { type Instance, startInstance } from '../../support/embedding.ts';
import { desktop, onEachScreen, phone } from '../../support/screens.ts';

describe('the first address, and the page of the API', () => {
  let database: DatabaseLocation;
  let instance: Instance;
  let browser: Browser;

  beforeAll(async () => {
    database = await createFileDatabase();
    instance = await startInstance(database.url);
    browser = await launchBrowser();
  });
  afterAll(async () => {
    await instance.server.kill();
    await database.remove();
  });

  test.each(['/', '/docs'])('reads well: %s', { timeout: 60_000 }, async (path) => {
    const page = await openPage(browser);
    const complaints: string[] = [];
    page.on('console', (message) => complaints.push(message.text()));
    await page.goto(instance.server.url + path);
    await expectToReadWell(page);
    expect(complaints).toEqual([]);
  });

  test('is found from one that has nothing', { timeout: 60_000 }, async () => {
    const page = await openPage(browser);
    await page.goto(`${instance.server.url}/no/such/page`);
    await expectToReadWell(page);
    await page.getByRole('link', { name: 'Go to the front page' }).click();
    await page.getByRole('heading', { name: 'Release notes and feedback' }).waitFor();
  });

  async function expectToReadWell(page: Page): Promise<void> {
    await onEachScreen(page, [desktop, phone], async (look, { width }) => {
      const seen = await page.evaluate(() => ({
        width: document.documentElement.scrollWidth,
        ground: getComputedStyle(document.body).backgroundColor,
      }));
      expect({ axe: await findAxeFaults(page), ...seen }, look).toMatchObject({ axe: [], width });
      expect(seen.ground, look).not.toBe('rgba(0, 0, 0, 0)');
    });
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
