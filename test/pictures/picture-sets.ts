import type { BrowserContextOptions, Page } from 'playwright-core';
import type { DemoInstance } from './demo-instance.ts';
import { pageScenes } from './page-scenes.ts';
import { widgetScenes } from './widget-scenes.ts';

/** One way to look at everything. */
export interface PictureVariant {
  name: string;
  context: BrowserContextOptions;
  /** For the demo's host page. */
  query: string;
  /** All of a page, not only what a window shows of it. */
  isFullPage: boolean;
}

/** Brings a fresh page to what is to be seen. */
export type PictureScene = (page: Page, instance: DemoInstance) => Promise<unknown>;

/** Scenes that are looked at in the same ways. */
export interface PictureSet {
  folder: string;
  scenes: Record<string, PictureScene>;
  variants: PictureVariant[];
  /** Whether the repository has them, so that they are drawn only when asked for. */
  isCommitted?: true;
}

const desktop = { width: 1280, height: 800 };
const phone = { width: 360, height: 740 };
const light = { colorScheme: 'light' as const };
const dark = { colorScheme: 'dark' as const };

/** Light and dark, and Arabic for the widget; each on a desk and on a phone. */
function variantsFor(isFullPage: boolean): PictureVariant[] {
  return Object.entries({ 1280: desktop, 360: phone }).flatMap(([width, viewport]) => [
    { name: `light-${width}`, context: { viewport, ...light }, query: '', isFullPage },
    { name: `dark-${width}`, context: { viewport, ...dark }, query: '', isFullPage },
    ...(isFullPage
      ? []
      : [
          {
            name: `arabic-${width}`,
            context: { viewport, locale: 'ar' },
            query: '?lang=ar',
            isFullPage,
          },
        ]),
  ]);
}

/** All that there is to see. */
export const pictureSets: Record<string, PictureSet> = {
  widget: { folder: 'dist/pictures/widget', scenes: widgetScenes, variants: variantsFor(false) },
  pages: { folder: 'dist/pictures/pages', scenes: pageScenes, variants: variantsFor(true) },
  readme: {
    folder: 'docs/pictures',
    scenes: {
      widget: widgetScenes.panel as PictureScene,
      report: pageScenes.report as PictureScene,
    },
    variants: [
      { name: '', context: { viewport: desktop, ...light }, query: '', isFullPage: false },
    ],
    isCommitted: true,
  },
};
