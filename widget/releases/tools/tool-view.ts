import type { TemplateResult } from 'lit/html.js';
import type { FeedRelease } from '../../../contract/feed.ts';
import type { Words } from '../../locales/words.ts';
import type { Shell } from '../../shell/shell.ts';

/** Leaves those of the releases that the visitor looks for. */
export type Find = (releases: readonly FeedRelease[]) => FeedRelease[];

/** Draws the tool that is open. What finds calls `found`, what switches `switched`. */
export type ToolView = (
  words: Words,
  releases: readonly FeedRelease[],
  found: (event: CustomEvent<Find | undefined>) => void,
  shell: Shell,
  switched: () => void,
) => TemplateResult;
