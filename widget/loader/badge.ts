import type { Feed } from '../../contract/feed.ts';
import { post } from './client.ts';
import { device } from './device.ts';
import { launcher, renderLauncher } from './launcher.ts';
import { setTimer, stopped } from './lifecycle.ts';
import { tag } from './tag.ts';
import { identity, type Switches } from './visitor.ts';
import { warnOnce } from './warning.ts';

/** The last feed of the badge, as it is kept under `feed`. */
export interface StoredBadge
  extends Pick<Feed, 'tag' | 'unread' | 'refreshAfterSeconds' | 'revision'> {
  settings?: Feed['settings'];
  /** When it was read, in milliseconds since 1970. */
  at: number;
}

let latestCall = 0;
let forced: boolean | undefined;

/** What the badge shows. */
export let unread = 0;

/** Tells the page, by an event on our element that bubbles. */
export function emit(name: string, detail?: unknown): void {
  launcher.dispatchEvent(new CustomEvent(`tidings-${name}`, { detail, bubbles: true }));
}

/**
 * Shows what is kept, then asks the server, unless that is fresh; `force` asks anyway. Calls made
 * together ask once, a reply that was overtaken is dropped, and a page out of view waits to be seen.
 */
export async function refresh(force?: boolean): Promise<void> {
  latestCall += 1;
  const thisCall = latestCall;
  forced ||= force;
  const locale = renderBadge();
  // A task of its own: on a slow phone what starts a page is enough for one.
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
  // Only here: a call that overtakes this one asks too, although what is kept is fresh.
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
