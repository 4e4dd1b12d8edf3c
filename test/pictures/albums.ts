import type { BrowserContextOptions, Page } from 'playwright-core';
import { pageScenes } from './page-scenes.ts';
import type { Stage } from './stage.ts';
import { widgetScenes } from './widget-scenes.ts';

/** One way to look at everything. */
export interface Look {
  name: string;
  context: BrowserContextOptions;
  /** For the demo's host page. */
  query: string;
  /** All of a page, not only what a window shows of it. */
  isWhole: boolean;
}

/** Brings a fresh page to what is to be seen. */
export type Scene = (page: Page, stage: Stage) => Promise<unknown>;

/** Scenes that are looked at in the same ways. */
export interface Album {
  folder: string;
  scenes: Record<string, Scene>;
  looks: Look[];
  /** Whether the repository has them, so that they are drawn only when asked for. */
  isKept?: true;
}

const desk = { width: 1280, height: 800 };
const phone = { width: 360, height: 740 };
const light = { colorScheme: 'light' as const };
const dark = { colorScheme: 'dark' as const };

/** Light and dark, and Arabic for the widget; each on a desk and on a phone. */
function looks(isWhole: boolean): Look[] {
  return Object.entries({ 1280: desk, 360: phone }).flatMap(([width, viewport]) => [
    { name: `light-${width}`, context: { viewport, ...light }, query: '', isWhole },
    { name: `dark-${width}`, context: { viewport, ...dark }, query: '', isWhole },
    ...(isWhole
      ? []
      : [
          {
            name: `arabic-${width}`,
            context: { viewport, locale: 'ar' },
            query: '?lang=ar',
            isWhole,
          },
        ]),
  ]);
}

/** All that there is to see. */
export const albums: Record<string, Album> = {
  widget: { folder: 'dist/pictures/widget', scenes: widgetScenes, looks: looks(false) },
  pages: { folder: 'dist/pictures/pages', scenes: pageScenes, looks: looks(true) },
  readme: {
    folder: 'docs/pictures',
    scenes: { widget: widgetScenes.panel as Scene, report: pageScenes.report as Scene },
    looks: [{ name: '', context: { viewport: desk, ...light }, query: '', isWhole: false }],
    isKept: true,
  },
};
