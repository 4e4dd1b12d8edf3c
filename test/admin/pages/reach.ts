import { readFileSync } from 'node:fs';
import type { AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';

const axe = readFileSync('node_modules/axe-core/axe.min.js', 'utf8');

const screens = {
  'on a desk': { viewport: { width: 1280, height: 800 } },
  'on a phone': { viewport: { width: 360, height: 740 } },
  'at 200 % zoom': { viewport: { width: 640, height: 400 }, deviceScaleFactor: 2 },
};

/** Each screen in light and dark, as options of a browser. */
export const looks = Object.entries(screens).flatMap(([screen, size]) =>
  (['light', 'dark'] as const).map((colorScheme) => ({
    name: `${colorScheme}, ${screen}`,
    browser: { ...size, colorScheme, reducedMotion: 'reduce' as const },
  })),
);

/** What keeps a page out of somebody’s reach: what axe finds, and whether it has to be pushed aside. */
export async function look(page: Page): Promise<{ axe: string[]; isWide: boolean }> {
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
