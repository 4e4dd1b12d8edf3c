import { readFileSync } from 'node:fs';
import type { AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';
import { hasFocus } from '../../widget/people/stage.ts';

const axe = readFileSync('node_modules/axe-core/axe.min.js', 'utf8');

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
export async function look(page: Page) {
  // By the browser's tools: the policy of the page itself lets no script of a test in.
  await page.evaluate(axe);
  return page.evaluate(async () => {
    const { axe } = window as never as { axe: { run(...given: unknown[]): Promise<AxeResults> } };
    const rules = { 'target-size': { enabled: true } };
    const { violations } = await axe.run(document, { rules, resultTypes: ['violations'] });
    return {
      axe: violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`)),
      isWide: document.documentElement.scrollWidth > innerWidth,
    };
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
