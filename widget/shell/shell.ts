import type { Feed } from '../../contract/feed.ts';
import type { EventKind } from '../../contract/vocabulary.ts';
import type { Client } from '../loader/client.ts';
import type { CurrentVisitor } from '../loader/visitor.ts';
import type { EmbedSettings } from './settings.ts';

/** The events that the page receives, such as `tidings-open`. They bubble from the launcher. */
export interface ShellEvents {
  ready: undefined;
  open: { release: string | undefined };
  close: undefined;
  unread: { unread: number };
  answer: { release: string; rating: number | null; state: 'complete' | 'partial' };
}

/** What the loader, which every page fetches, provides to modules fetched when first needed. */
export interface Shell {
  readonly settings: EmbedSettings;
  readonly visitor: CurrentVisitor;
  readonly client: Client;
  /** Our only element in the host's document; the panel is in its shadow root. */
  readonly launcher: HTMLElement;
  /** Aborted by `destroy`, after which nothing of ours is left in the page. */
  readonly stopped: AbortSignal;
  /** Dispatches an event to the page. */
  emit<Name extends keyof ShellEvents>(name: Name, detail: ShellEvents[Name]): void;
  /** Records an event, counted once per visitor, release and kind. None with a tracking opt-out. */
  record(kind: EventKind, release?: string): void;
  /**
   * Marks everything up to now as seen, which removes the badge, and applies the project's theme to
   * the panel: that of `panelSettings` if the panel's feed arrives before the badge's.
   */
  markSeen(panelSettings?: Feed['settings']): void;
  /** Requests the badge again, after a change of the visitor's switches. */
  refreshBadge(): void;
}
