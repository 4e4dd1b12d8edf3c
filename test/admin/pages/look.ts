import type { Page } from 'playwright-core';
import { axeFaults } from '../../support/axe.ts';
import { hasFocus } from '../../widget/people/stage.ts';

// How much of a page is seen at once: on a desk, the same at 200 % zoom, and on a phone.
export const desk = { width: 1280, height: 800 };
const zoomed = { width: 640, height: 400 };
export const phone = { width: 360, height: 740 };

/** What in a page is not within everybody's reach as it is shown now. */
export async function look(page: Page): Promise<string[]> {
  const isWide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
  return [...(await axeFaults(page)), ...(isWide ? ['it is wider than its window'] : [])];
}

/** The same on each screen, light and dark. The page stays open, as it does for whoever zooms. */
export async function lookAllRound(page: Page, screens = [desk, zoomed, phone]): Promise<string[]> {
  const faults: string[] = [];
  for (const screen of screens) {
    await page.setViewportSize(screen);
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await untilDrawn(page);
      faults.push(
        ...(await look(page)).map((fault) => `${colorScheme}, ${screen.width} px: ${fault}`),
      );
    }
  }
  return faults;
}

/** Whoever listens to the size of the window has heard of it then, and what that changes is drawn. */
async function untilDrawn(page: Page): Promise<void> {
  await page.evaluate(async () => {
    for (let frames = 0; frames < 2; frames += 1) await new Promise(requestAnimationFrame);
  });
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
