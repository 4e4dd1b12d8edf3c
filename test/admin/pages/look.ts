import type { Page } from 'playwright-core';
import { axeFaults } from '../../support/axe.ts';
import { hasFocus } from '../../widget/people/stage.ts';

const screens = {
  'on a desk': { viewport: { width: 1280, height: 800 } },
  'on a phone': { viewport: { width: 360, height: 740 } },
  'at 200 % zoom': { viewport: { width: 640, height: 400 }, deviceScaleFactor: 2 },
};

/** Each way in which a page must be within everybody's reach. */
export const looks = Object.entries(screens).flatMap(([screen, size]) =>
  (['light', 'dark'] as const).map((colorScheme) => ({
    name: `${colorScheme}, ${screen}`,
    browser: { ...size, colorScheme, reducedMotion: 'reduce' as const },
  })),
);

/** What somebody could not reach in a page, and whether it is wider than its window. */
export async function look(page: Page): Promise<{ axe: string[]; isWide: boolean }> {
  const isWide = () => document.documentElement.scrollWidth > innerWidth;
  return { axe: await axeFaults(page), isWide: await page.evaluate(isWide) };
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
