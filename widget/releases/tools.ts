import type { TemplateResult } from 'lit/html.js';
import type { FeedRelease } from '../../contract/feed.ts';
import type { Words } from '../locales/words.ts';
import type { Shell } from '../shell/shell.ts';
import type { Find } from './finder.ts';

/** Draws the tool that is open. What finds calls `found`, what switches `switched`. */
export type ToolView = (
  words: Words,
  releases: readonly FeedRelease[],
  found: (event: CustomEvent<Find | undefined>) => void,
  shell: Shell,
  switched: () => void,
) => TemplateResult;

/** What the visitor may open besides the list, each fetched on first need. */
export const tools = {
  /** Search. */
  finder: () => import('./finder.ts'),
  /** Their own switches, in the place of the list. */
  switches: () => import('./switches.ts'),
};
export type Tool = keyof typeof tools;

/** Fetches them before they are needed, so that they are here when the line is not. */
export function fetchTools(): void {
  Promise.all([tools.finder(), tools.switches()]).catch(() => {});
}
