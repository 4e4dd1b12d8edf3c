import type { TemplateResult } from 'lit/html.js';
import type { FeedRelease } from '../../../contract/feed.ts';
import type { Messages } from '../../locales/messages.ts';
import type { Shell } from '../../shell/shell.ts';

/** Returns the releases that match the visitor's search. */
export type ReleaseFilter = (releases: readonly FeedRelease[]) => FeedRelease[];

/** Renders the open tool. The finder calls `onFind`, the switches call `onSwitch`. */
export type ToolView = (
  messages: Messages,
  releases: readonly FeedRelease[],
  onFind: (event: CustomEvent<ReleaseFilter | undefined>) => void,
  shell: Shell,
  onSwitch: () => void,
) => TemplateResult;
