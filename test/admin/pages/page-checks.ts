import type { Page } from 'playwright-core';
import { findAxeFaults } from '../../support/axe.ts';
import { desktop, onEachScreen, phone, type Screen, zoomed } from '../../support/screens.ts';
import { hasFocus } from '../../widget/people/widget-fixture.ts';

/** What in a page is not within everybody's reach as it is shown now. */
export async function findFaults(page: Page): Promise<string[]> {
  const isWide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
  return [...(await findAxeFaults(page)), ...(isWide ? ['it is wider than its window'] : [])];
}

/** The same on each screen, light and dark. */
export async function findFaultsOnEachScreen(
  page: Page,
  screens: readonly Screen[] = [desktop, zoomed, phone],
): Promise<string[]> {
  const faults: string[] = [];
  await onEachScreen(page, screens, async (name) => {
    faults.push(...(await findFaults(page)).map((fault) => `${name}: ${fault}`));
  });
  return faults;
}

/** Goes on by Tab until something has the focus. Throws where it never does. */
export async function tabTo(
  page: Page,
  name: string | RegExp,
  role: 'link' | 'button' | 'textbox' | 'combobox',
): Promise<void> {
  const target = page.getByRole(role, { name, exact: typeof name === 'string' }).first();
  for (let presses = 0; presses < 80; presses += 1) {
    await page.keyboard.press('Tab');
    if ((await target.count()) === 1 && (await hasFocus(target))) return;
  }
  throw new Error(`Tab does not lead to ${name}`);
}
