import type { Page, Route } from 'playwright-core';
import { launcherOf, panelOf } from './widget-fixture.ts';

/** Brings a page to what is to be looked at, from where the scene before left it. */
export type PanelScene = (page: Page) => Promise<void>;

const isPanel = (route: Route) => route.request().postData()?.includes('"want":"panel"');

async function answerPanel(page: Page, answer: (route: Route) => Promise<void>): Promise<void> {
  await page.unroute('**/v1/feed');
  await page.route('**/v1/feed', (route) => (isPanel(route) ? answer(route) : route.continue()));
}

async function reopen(page: Page): Promise<void> {
  await page.keyboard.press('Escape');
  await panelOf(page).waitFor({ state: 'hidden' });
  await launcherOf(page).click();
}

/** All that the panel may show, as one visit in which they follow each other. */
export const scenes: Record<string, PanelScene> = {
  async error(page) {
    await answerPanel(page, (route) => route.abort());
    await launcherOf(page).click();
    await panelOf(page).locator('.empty button').waitFor();
  },
  async empty(page) {
    await answerPanel(page, async (route) => {
      const response = await route.fetch();
      const feed = { ...(await response.json()), tag: 'none', releases: [], next: undefined };
      await route.fulfill({ response, json: feed });
    });
    await panelOf(page).locator('.empty button').click();
    await panelOf(page).locator('.empty button').waitFor({ state: 'detached' });
    await panelOf(page).locator('.empty').waitFor();
  },
  async panel(page) {
    await page.unroute('**/v1/feed');
    await reopen(page);
    await panelOf(page).locator('footer').first().scrollIntoViewIfNeeded();
    await panelOf(page).getByRole('radio').first().waitFor();
  },
  async finder(page) {
    await panelOf(page).locator('.head button').first().click();
    await panelOf(page).getByRole('searchbox').waitFor();
    await panelOf(page).locator('.chip').first().click();
  },
  async reasons(page) {
    await panelOf(page).locator('.head button').first().click();
    await panelOf(page).getByRole('radio').nth(2).click();
    await panelOf(page).getByRole('checkbox').first().click();
    await panelOf(page).getByRole('textbox').fill('It is fine.');
    await panelOf(page).locator('.thanks').waitFor();
  },
  async said(page) {
    await panelOf(page).locator('form button').click();
    await panelOf(page).locator('.said').waitFor();
  },
  async switches(page) {
    await panelOf(page).locator('.head button').nth(1).click();
    await panelOf(page).getByRole('switch').first().click();
  },
  async offline(page) {
    await panelOf(page).locator('.head button').nth(1).click();
    await page.context().setOffline(true);
    await reopen(page);
    await panelOf(page).locator('.line button').waitFor();
  },
};
