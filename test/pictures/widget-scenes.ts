import type { Page } from 'playwright-core';
import type { PictureScene } from './picture-sets.ts';

/** What a customer would want to see before they embed us. */
export const widgetScenes: Record<string, PictureScene> = {
  async launcher(page, { host }) {
    await page.goto(host);
    await launcher(page).waitFor();
    await page.waitForLoadState('networkidle').catch(() => {});
  },
  panel: (page, { host }) => open(page, host),
  async rating(page, { host }) {
    await open(page, host);
    await foot(page).scrollIntoViewIfNeeded();
    await rating(page).waitFor();
  },
  async reasons(page, { host }) {
    await open(page, host);
    await rate(page, 3);
    await page.locator('tidings-rating textarea').first().fill('The new search finds it all.');
  },
  async thanks(page, { host }) {
    await open(page, host);
    await page.waitForTimeout(1100);
    await rate(page, 4);
    await page.locator('tidings-rating .send').first().click();
    await page.waitForTimeout(1500);
  },
  async offline(page, { host }) {
    await open(page, host);
    await page.context().setOffline(true);
    await page.keyboard.press('Escape');
    await launcher(page).click();
    await page.waitForTimeout(800);
  },
  async empty(page, { host }) {
    await page.route('**/v1/feed', async (route) => {
      const reply = await route.fetch();
      const feed = await reply.json();
      await route.fulfill({
        response: reply,
        json: { ...feed, unread: 0, releases: [], next: undefined },
      });
    });
    await open(page, host, 'nothing');
  },
  async error(page, { host }) {
    await page.route('**/v1/feed', (route) => route.abort());
    await open(page, host, 'nothing');
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
