import type { BrowserContextOptions } from 'playwright-core';

/** One way in which somebody sees us. */
export interface Look {
  name: string;
  locale: 'en' | 'ar';
  browser: BrowserContextOptions;
}

const screens = {
  'on a desk': { viewport: { width: 1280, height: 800 } },
  'at 200 % zoom': { viewport: { width: 640, height: 400 }, deviceScaleFactor: 2 },
  'at 320 px': { viewport: { width: 320, height: 640 } },
};

/** Both languages, light and dark, on each screen. Nothing moves, so that nothing is half seen. */
export const looks: Look[] = Object.entries(screens).flatMap(([screen, size]) =>
  (['en', 'ar'] as const).flatMap((locale) =>
    (['light', 'dark'] as const).map((colorScheme) => ({
      name: `${locale}, ${colorScheme}, ${screen}`,
      locale,
      browser: { ...size, colorScheme, reducedMotion: 'reduce' as const },
    })),
  ),
);
