import type { Page } from 'playwright-core';
import { axeFaults } from '../../support/axe.ts';
import { desk, inEachLook, phone, type Screen, zoomed } from '../../support/looks.ts';
import { hasFocus } from '../../widget/people/stage.ts';

/** What in a page is not within everybody's reach as it is shown now. */
export async function look(page: Page): Promise<string[]> {
  const isWide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
  return [...(await axeFaults(page)), ...(isWide ? ['it is wider than its window'] : [])];
}

/** The same on each screen, light and dark. */
export async function lookAllRound(
  page: Page,
  screens: readonly Screen[] = [desk, zoomed, phone],
): Promise<string[]> {
  const faults: string[] = [];
  await inEachLook(page, screens, async (name) => {
    faults.push(...(await look(page)).map((fault) => `${name}: ${fault}`));
  });
  return faults;
}

/** Goes on by Tab until something has the focus. Throws where it never does. */
export async function tabTo(
  page: Page,
  name: string | RegExp,
  role: 'link' | 'button' | 'textbox' | 'combobox',
): Promise<void> {
  const goal = page.getByRole(role, { name, exact: typeof name === 'string' }).first();
  for (let presses = 0; presses < 80; presses += 1) {
    await page.keyboard.press('Tab');
    if ((await goal.count()) === 1 && (await hasFocus(goal))) return;
  }
  throw new Error(`Tab does not lead to ${name}`);
}
