import type { BrowserContextOptions, Page } from 'playwright-core';

/** One way to look at everything. */
export interface Look {
  name: string;
  context: BrowserContextOptions;
  /** For the demo's host page. */
  query: string;
}

const desk = { width: 1280, height: 800 };
const phone = { width: 360, height: 740 };

/** Light, dark and Arabic, each on a desk and on a phone. */
export const looks: Look[] = Object.entries({ 1280: desk, 360: phone }).flatMap(
  ([width, viewport]) => [
    { name: `light-${width}`, context: { viewport, colorScheme: 'light' as const }, query: '' },
    { name: `dark-${width}`, context: { viewport, colorScheme: 'dark' as const }, query: '' },
    { name: `arabic-${width}`, context: { viewport, locale: 'ar' }, query: '?lang=ar' },
  ],
);

/** Brings a fresh page of the host at `url` to what is to be seen. */
export type Scene = (page: Page, url: string) => Promise<void>;

/** What a customer would want to see before they embed us. */
export const scenes: Record<string, Scene> = {
  async launcher(page, url) {
    await page.goto(url);
    await launcher(page).waitFor();
    await page.waitForLoadState('networkidle').catch(() => {});
  },
  panel: open,
  async rating(page, url) {
    await open(page, url);
    await foot(page).scrollIntoViewIfNeeded();
    await rating(page).waitFor();
  },
  async reasons(page, url) {
    await open(page, url);
    await rate(page, 3);
    await page.locator('tidings-rating textarea').first().fill('The new search finds it all.');
  },
  async thanks(page, url) {
    await open(page, url);
    await page.waitForTimeout(1100);
    await rate(page, 4);
    await page.locator('tidings-rating .send').first().click();
    await page.waitForTimeout(1500);
  },
  async offline(page, url) {
    await open(page, url);
    await page.context().setOffline(true);
    await page.keyboard.press('Escape');
    await launcher(page).click();
    await page.waitForTimeout(800);
  },
  async empty(page, url) {
    await page.route('**/v1/feed', async (route) => {
      const reply = await route.fetch();
      const feed = await reply.json();
      await route.fulfill({ response: reply, json: { ...feed, unread: 0, releases: [] } });
    });
    await open(page, url, 'nothing');
  },
  async error(page, url) {
    await page.route('**/v1/feed', (route) => route.abort());
    await open(page, url, 'nothing');
    await page.waitForTimeout(500);
  },
};

async function open(page: Page, url: string, wanted: 'releases' | 'nothing' | string = 'releases') {
  await page.goto(url);
  await launcher(page).click();
  await page.locator('tidings-changelog').waitFor();
  if (wanted !== 'nothing') await page.locator('tidings-changelog article').first().waitFor();
  await page.waitForTimeout(300);
}

function launcher(page: Page) {
  return page.locator('tidings-launcher button').first();
}

function foot(page: Page) {
  return page.locator('tidings-changelog footer').first();
}

function rating(page: Page) {
  return page.locator('tidings-rating').first();
}

async function rate(page: Page, face: number) {
  await foot(page).scrollIntoViewIfNeeded();
  await page.locator('tidings-rating input[type=radio]').nth(face).check({ force: true });
  await page.waitForTimeout(300);
}
