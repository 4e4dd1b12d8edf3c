import type { TemplateResult } from 'lit/html.js';
import type { FeedRelease } from '../../../contract/feed.ts';
import type { Messages } from '../../locales/messages.ts';
import type { Shell } from '../../shell/shell.ts';

/** Leaves those of the releases that the visitor looks for. */
export type ReleaseFilter = (releases: readonly FeedRelease[]) => FeedRelease[];

/** Draws the tool that is open. What finds calls `found`, what switches `switched`. */
export type ToolView = (
  messages: Messages,
  releases: readonly FeedRelease[],
  onFind: (event: CustomEvent<ReleaseFilter | undefined>) => void,
  shell: Shell,
  onSwitch: () => void,
) => TemplateResult;
