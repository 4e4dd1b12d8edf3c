import type { KeptFeed } from '../loader/badge.ts';
import type { Client } from '../loader/client.ts';
import type { Core } from '../loader/opening.ts';
import { createEvents } from './events.ts';
import { createVisitor } from './known-visitor.ts';
import { panelTokens } from './panel-tokens.styles.ts';
import { readSettings } from './settings.ts';
import type { Shell } from './shell.ts';

const shells = new WeakMap<AbortSignal, Shell>();
/** A reply that takes longer is none: nobody waits for it any more. */
const patienceMs = 20_000;

/** Makes of what the loader hands over the shell that panel and queue share. */
export function completeShell(core: Core): Shell {
  const { tag, home, button, refresh, tell, stopped } = core;
  const known = shells.get(stopped);
  if (known) return known;
  const visitor = createVisitor(core);
  const client = createClient(core);
  const { record, flush } = createEvents(client, visitor, stopped);
  const themeOf = () => visitor.get<KeptFeed>('feed')?.settings?.theme;
  const settings = readSettings(tag, themeOf);
  const { theme } = settings;
  const sheet = addSheet(home);

  const shell: Shell = {
    settings,
    visitor,
    client,
    home,
    stopped,
    tell(name, detail) {
      if (name === 'open' || name === 'close') button.ariaExpanded = String(name === 'open');
      tell(name, detail);
    },
    record,
    markSeen(told) {
      const feed = visitor.get<KeptFeed>('feed');
      // Without the tag, which stands for a count: the next release may make it the same again.
      const settings = { ...feed?.settings, ...told };
      visitor.set('feed', { ...feed, settings, unread: 0, tag: '' });
      sheet.replaceSync(panelTokens(theme, themeOf()));
      void refresh();
    },
    // What the server counts may follow from the events, so they go first.
    refreshBadge: () => void flush().then(() => refresh(true)),
  };
  shells.set(stopped, shell);
  return shell;
}

function createClient({ post }: Core): Client {
  return {
    async post(path, body, options) {
      const reply = await post(path, body, { signal: AbortSignal.timeout(patienceMs), ...options });
      if (!reply) return undefined;
      return {
        status: reply.status,
        // A proxy's page of words is no reply of ours, and no reason to throw.
        body: await reply.json().catch(() => undefined),
        retryAfterSeconds: Number(reply.headers.get('retry-after')) || undefined,
      };
    },
  };
}

/** A sheet of its own beside the launcher's, for the colours of the panel. */
function addSheet(home: HTMLElement): CSSStyleSheet {
  const sheet = new CSSStyleSheet();
  const root = home.shadowRoot as ShadowRoot;
  root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
  return sheet;
}
