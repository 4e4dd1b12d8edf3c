import type { StoredBadge } from '../loader/badge.ts';
import type { Client } from '../loader/client.ts';
import type { Core } from '../loader/opening.ts';
import { createCurrentVisitor } from './current-visitor.ts';
import { createEventQueue } from './events.ts';
import { panelTokens } from './panel-tokens.styles.ts';
import { readSettings } from './settings.ts';
import type { Shell } from './shell.ts';

const shells = new WeakMap<AbortSignal, Shell>();
/** After this time a request counts as unanswered: no visitor waits longer. */
const timeoutMs = 20_000;

/** Returns the shell that the panel and the queue share, made from what the loader passes. */
export function completeShell(core: Core): Shell {
  const { tag, launcher, button, refresh, emit, stopped } = core;
  const existing = shells.get(stopped);
  if (existing) return existing;
  const visitor = createCurrentVisitor(core);
  const client = createClient(core);
  const { record, flush } = createEventQueue(client, visitor, stopped);
  const getTheme = () => visitor.get<StoredBadge>('feed')?.settings?.theme;
  const settings = readSettings(tag, getTheme);
  const { theme } = settings;
  const sheet = addSheet(launcher);

  const shell: Shell = {
    settings,
    visitor,
    client,
    launcher,
    stopped,
    emit(name, detail) {
      if (name === 'open' || name === 'close') button.ariaExpanded = String(name === 'open');
      emit(name, detail);
    },
    record,
    markSeen(panelSettings) {
      const feed = visitor.get<StoredBadge>('feed');
      // Without the tag, which names a count: if the next release led to the same count, the server
      // would reply `unchanged`.
      const settings = { ...feed?.settings, ...panelSettings };
      visitor.set('feed', { ...feed, settings, unread: 0, tag: '' });
      sheet.replaceSync(panelTokens(theme, getTheme()));
      void refresh();
    },
    // Events first, because the server's count may depend on them.
    refreshBadge: () => void flush().then(() => refresh(true)),
  };
  shells.set(stopped, shell);
  return shell;
}

function createClient({ post }: Core): Client {
  return {
    async post(path, body, options) {
      const reply = await post(path, body, { signal: AbortSignal.timeout(timeoutMs), ...options });
      if (!reply) return undefined;
      return {
        status: reply.status,
        // A proxy's HTML page is not a reply of our server, and must not throw.
        body: await reply.json().catch(() => undefined),
        retryAfterSeconds: Number(reply.headers.get('retry-after')) || undefined,
      };
    },
  };
}

/** Adds a style sheet next to the launcher's own, for the colours of the panel. */
function addSheet(launcher: HTMLElement): CSSStyleSheet {
  const sheet = new CSSStyleSheet();
  const root = launcher.shadowRoot as ShadowRoot;
  root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
  return sheet;
}
