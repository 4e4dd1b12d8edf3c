import type { Feed } from '../../contract/feed.ts';
import type { EventKind } from '../../contract/vocabulary.ts';
import type { Client } from '../loader/client.ts';
import type { CurrentVisitor } from '../loader/visitor.ts';
import type { EmbedSettings } from './settings.ts';

/** What the page hears, as DOM events on the launcher that bubble: `tidings-open`, … */
export interface ShellEvents {
  ready: undefined;
  open: { release: string | undefined };
  close: undefined;
  unread: { unread: number };
  answer: { release: string; rating: number | null; state: 'complete' | 'partial' };
}

/** What the loader, which every page pays for, hands to the module, which is fetched on first need. */
export interface Shell {
  readonly settings: EmbedSettings;
  readonly visitor: CurrentVisitor;
  readonly client: Client;
  /** Our one element in the host's document: the panel lives in its shadow root. */
  readonly launcher: HTMLElement;
  /** Aborted by `destroy`: nothing of ours is left in the page then. */
  readonly stopped: AbortSignal;
  /** Tells the page. */
  emit<Name extends keyof ShellEvents>(name: Name, detail: ShellEvents[Name]): void;
  /** Counts once per visitor, release and kind; a browser that asks not to be tracked sends none. */
  record(kind: EventKind, release?: string): void;
  /**
   * Everything up to now was seen: the badge goes. The panel is dressed as the project wishes, by what
   * the panel's own feed `told` where that came before the badge's.
   */
  markSeen(panelSettings?: Feed['settings']): void;
  /** The visitor's switches changed: the badge is asked for anew. */
  refreshBadge(): void;
}
