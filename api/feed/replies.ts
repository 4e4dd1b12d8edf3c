import type { Mine } from '../../contract/feed.ts';
import type { FeedWant } from '../../contract/vocabulary.ts';
import { createBoundedMap } from '../bounded-map.ts';
import type { TicketKey } from '../db/instance/keys.ts';
import { contentHash } from '../snapshot/content-hash.ts';
import type { Settings, Snapshot } from '../snapshot/snapshot.ts';
import { issueTicket } from '../visitors/ticket.ts';
import { type Page, renderPage } from './page.ts';

/** Between two polls of a widget that has no live stream. It tells nothing of what is scheduled. */
const refreshAfterSeconds = 300;
/** Above this many bytes the badge leaves settings out: it has 1 kB for everything. */
const maxBadgeSettingsBytes = 700;
const maxReplies = 64;
/** Node writes a short text together with its headers; a long one is dear to encode each time. */
const maxTextChars = 2000;
const ticketMs = 100;

/** What one reply shows: two that are equal in all of it are the same bytes. */
export interface Shown {
  want: FeedWant;
  locale: string;
  page: Page;
  unread: number;
  /** A verified visitor's own switch. */
  muted?: boolean;
  /** A verified visitor's answers, by release. */
  mine?: ReadonlyMap<string, Mine>;
}

export type ReplyBody = string | Buffer<ArrayBuffer>;

export interface Replies {
  /** The reply's JSON; the short one where the caller has what it shows already. */
  get(shown: Shown, known: string | undefined, now: Date): ReplyBody;
}

interface Reply {
  tag: string;
  whole: (ticket: string) => ReplyBody;
  unchanged: (ticket: string) => ReplyBody;
}

/** Makes replies of a snapshot and keeps those that many people share. */
export function createReplies(snapshot: Snapshot, ticketKey: TicketKey): Replies {
  const { project } = snapshot;
  const kept = createBoundedMap<Reply>(maxReplies);
  const issue = keepLast((tenths: number) =>
    issueTicket(ticketKey, project.id, snapshot.tag, tenths / (1000 / ticketMs)),
  );

  function replyFor(shown: Shown): Reply {
    const compose = () => composeReply(snapshot.settings, project.revision, shown);
    if (shown.mine && shown.mine.size > 0) return compose();
    const { want, locale, page, unread, muted = '' } = shown;
    const key = `${want} ${locale} ${page.key} ${unread} ${muted}`;
    const known = kept.get(key);
    if (known) return known;
    const reply = compose();
    kept.set(key, reply);
    return reply;
  }

  return {
    get(shown, known, now) {
      const reply = replyFor(shown);
      const ticket = issue(Math.floor(now.getTime() / ticketMs));
      return known === reply.tag ? reply.unchanged(ticket) : reply.whole(ticket);
    },
  };
}

function composeReply(settings: Settings, revision: number, shown: Shown): Reply {
  const { want, page, locale, unread, muted, mine } = shown;
  const panel = want === 'panel';
  const rest = [
    `"unread":${unread}`,
    `"releases":${panel ? renderPage(page, locale, mine) : '[]'}`,
    ...(panel && page.next ? [`"next":${JSON.stringify(page.next)}`] : []),
    `"settings":${settingsText(settings, want, muted)}`,
  ].join(',');
  const tag = contentHash([want, rest]);
  // Not in the tag: what is shown may be the same in many revisions.
  const head = `{"tag":"${tag}","refreshAfterSeconds":${refreshAfterSeconds},"revision":${revision},"ticket":"`;
  return {
    tag,
    whole: aroundTicket(head, `",${rest}}`),
    unchanged: aroundTicket(head, '","unchanged":true}'),
  };
}

/** A badge that is too large does without the address, which no launcher shows, then the theme. */
function settingsText(settings: Settings, want: FeedWant, muted: boolean | undefined): string {
  const { name, theme } = settings;
  const all = JSON.stringify({ ...settings, muted });
  if (want === 'panel' || fitsBadge(all)) return all;
  const less = JSON.stringify({ name, url: null, theme, muted });
  return fitsBadge(less) ? less : JSON.stringify({ name, url: null, muted });
}

function fitsBadge(text: string): boolean {
  return Buffer.byteLength(text) <= maxBadgeSettingsBytes;
}

/** The reply around a ticket, joined anew only when the ticket is another. */
function aroundTicket(head: string, tail: string): (ticket: string) => ReplyBody {
  if (tail.length <= maxTextChars) return (ticket) => head + ticket + tail;
  const [before, after] = [Buffer.from(head), Buffer.from(tail)];
  return keepLast((ticket: string) => Buffer.concat([before, Buffer.from(ticket), after]));
}

function keepLast<In, Out>(make: (input: In) => Out): (input: In) => Out {
  let last: { input: In; output: Out } | undefined;
  return (input) => {
    if (last?.input !== input) last = { input, output: make(input) };
    return last.output;
  };
}
