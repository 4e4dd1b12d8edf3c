import type { Page } from 'playwright-core';

/** How much of a page is seen at once, in CSS pixels. */
export interface Screen {
  width: number;
  height: number;
}

export const desktop: Screen = { width: 1280, height: 800 };
/** A desk at 200 % zoom. */
export const zoomed: Screen = { width: 640, height: 400 };
export const phone: Screen = { width: 360, height: 740 };

/**
 * Shows a page on each screen, light and dark, and acts when it is drawn so; `look` says which it is.
 * The page stays open, as it does for whoever zooms. Nothing moves, so that nothing is half seen.
 */
export async function onEachScreen(
  page: Page,
  screens: readonly Screen[],
  check: (label: string, screen: Screen) => Promise<void>,
): Promise<void> {
  for (const screen of screens) {
    await page.setViewportSize(screen);
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await waitForPaint(page);
      await check(`${colorScheme}, ${screen.width} px`, screen);
    }
  }
}

/** Whoever listens to the size of the window has heard of it then, and what that changes is drawn. */
async function waitForPaint(page: Page): Promise<void> {
  await page.evaluate(async () => {
    for (let frames = 0; frames < 2; frames += 1) await new Promise(requestAnimationFrame);
  });
}
