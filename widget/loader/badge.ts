import type { Feed } from '../../contract/feed.ts';
import { post } from './client.ts';
import { device } from './device.ts';
import { launcher, renderLauncher } from './launcher.ts';
import { setTimer, stopped } from './lifecycle.ts';
import { tag } from './tag.ts';
import { identity, type Switches } from './visitor.ts';
import { warnOnce } from './warning.ts';

/** The badge's last feed, as stored under the name `feed`. */
export interface StoredBadge
  extends Pick<Feed, 'tag' | 'unread' | 'refreshAfterSeconds' | 'revision'> {
  settings?: Feed['settings'];
  /** When the feed was read, in milliseconds since 1970. */
  at: number;
}

let latestCall = 0;
let forced: boolean | undefined;

/** The unread count that the badge shows. */
export let unread = 0;

/** Dispatches `tidings-<name>` on the launcher; the event bubbles. */
export function emit(name: string, detail?: unknown): void {
  launcher.dispatchEvent(new CustomEvent(`tidings-${name}`, { detail, bubbles: true }));
}

/**
 * Shows the stored count, then asks the server unless the count is fresh; `force` always asks.
 * Calls made together send one request, an overtaken reply is dropped, and a hidden page sends
 * nothing.
 */
export async function refresh(force?: boolean): Promise<void> {
  latestCall += 1;
  const thisCall = latestCall;
  forced ||= force;
  const locale = renderBadge();
  // In a separate task: on a slow phone, starting the page already fills one.
  await new Promise<void>((resolve) => setTimer(resolve, 0));
  const last = device.get<StoredBadge>('feed');
  const isFresh = last && Math.abs(Date.now() - last.at) < last.refreshAfterSeconds * 1000;
  if (thisCall !== latestCall || document.hidden || (isFresh && !forced)) return;
  const { token, traits } = identity;
  const reply = await post('/v1/feed', {
    want: 'badge',
    token,
    visitor: token ? undefined : device.get('visitor', ''),
    traits,
    version: tag.version,
    locale,
    seenAt: device.get('seen'),
    majorsOnly: device.get<Switches>('switches')?.majorsOnly,
    known: last?.tag,
  });
  const body = await reply?.json().catch(() => {});
  if (thisCall !== latestCall || stopped.aborted) return;
  // Cleared only here: a call that overtakes this one must ask even if the stored feed is fresh.
  forced = !reply;
  if (body?.tag) device.set('feed', { ...last, ...body, at: Date.now() });
  else warnOnce(body);
  renderBadge();
}

function renderBadge(): string {
  const stored = device.get<StoredBadge>('feed');
  const switches = device.get<Switches>('switches');
  const locale = switches?.locale ?? tag.locale;
  const count = switches?.muted || stored?.settings?.muted ? 0 : (stored?.unread ?? unread);
  renderLauncher(count, stored?.settings?.theme, locale);
  if (count !== unread) {
    unread = count;
    emit('unread', { unread });
  }
  return locale;
}
