import type { FeedAnswer } from '../../contract/feed.ts';
import type { FeedWant } from '../../contract/vocabulary.ts';
import { createBoundedMap } from '../bounded-map.ts';
import type { TicketKey } from '../db/instance/keys.ts';
import { hashContent } from '../snapshot/content-hash.ts';
import type { FeedSettings, Snapshot } from '../snapshot/snapshot.ts';
import { issueTicket } from '../visitors/ticket.ts';
import { type ListingPage, renderPage } from './page.ts';

/**
 * The time between two polls of a widget without a live stream. Constant, so that it reveals
 * nothing about scheduled releases.
 */
const refreshAfterSeconds = 300;
/** If the settings are larger than this, the badge omits some: a badge has 1 kB for everything. */
const maxBadgeSettingsBytes = 700;
const maxReplies = 64;
/** Node writes a short text with its headers; encoding a long one for each reply is expensive. */
const maxTextChars = 2000;
const ticketMs = 100;

/** What a reply shows. Replies that are equal in all of it differ in the ticket only. */
export interface ReplyContent {
  want: FeedWant;
  locale: string;
  page: ListingPage;
  unread: number;
  /** Whether a verified visitor has muted the badge. */
  muted?: boolean;
  /** A verified visitor's answers, by release id. */
  mine?: ReadonlyMap<string, FeedAnswer>;
}

export type ReplyBody = string | Buffer<ArrayBuffer>;

export interface FeedReplies {
  /** Returns the reply's JSON: the short form if `known` is its tag. */
  get(content: ReplyContent, known: string | undefined, now: Date): ReplyBody;
}

interface FeedReply {
  tag: string;
  full: (ticket: string) => ReplyBody;
  unchanged: (ticket: string) => ReplyBody;
}

/** Creates replies from a snapshot and keeps those that many visitors share. */
export function createFeedReplies(snapshot: Snapshot, ticketKey: TicketKey): FeedReplies {
  const { project } = snapshot;
  const cache = createBoundedMap<FeedReply>(maxReplies);
  const issue = memoizeLast((tenths: number) =>
    issueTicket(ticketKey, project.id, snapshot.tag, tenths / (1000 / ticketMs)),
  );

  function replyFor(content: ReplyContent): FeedReply {
    const compose = () => composeReply(snapshot.settings, project.revision, content);
    if (content.mine && content.mine.size > 0) return compose();
    const { want, locale, page, unread, muted = '' } = content;
    const key = `${want} ${locale} ${page.key} ${unread} ${muted}`;
    const known = cache.get(key);
    if (known) return known;
    const reply = compose();
    cache.set(key, reply);
    return reply;
  }

  return {
    get(content, known, now) {
      const reply = replyFor(content);
      const ticket = issue(Math.floor(now.getTime() / ticketMs));
      return known === reply.tag ? reply.unchanged(ticket) : reply.full(ticket);
    },
  };
}

function composeReply(settings: FeedSettings, revision: number, content: ReplyContent): FeedReply {
  const { want, page, locale, unread, muted, mine } = content;
  const panel = want === 'panel';
  const rest = [
    `"unread":${unread}`,
    `"releases":${panel ? renderPage(page, locale, mine) : '[]'}`,
    ...(panel && page.next ? [`"next":${JSON.stringify(page.next)}`] : []),
    `"settings":${settingsText(settings, want, muted)}`,
  ].join(',');
  const tag = hashContent([want, rest]);
  // The revision is not in the tag, because many revisions may show the same content.
  const head = `{"tag":"${tag}","refreshAfterSeconds":${refreshAfterSeconds},"revision":${revision},"ticket":"`;
  return {
    tag,
    full: aroundTicket(head, `",${rest}}`),
    unchanged: aroundTicket(head, '","unchanged":true}'),
  };
}

/** A badge that is too large omits the URL, which no launcher shows, then the theme. */
function settingsText(settings: FeedSettings, want: FeedWant, muted: boolean | undefined): string {
  const { name, theme } = settings;
  const all = JSON.stringify({ ...settings, muted });
  if (want === 'panel' || fitsBadge(all)) return all;
  const reduced = JSON.stringify({ name, url: null, theme, muted });
  return fitsBadge(reduced) ? reduced : JSON.stringify({ name, url: null, muted });
}

function fitsBadge(text: string): boolean {
  return Buffer.byteLength(text) <= maxBadgeSettingsBytes;
}

/** Inserts a ticket into the reply. A long reply is joined again only if the ticket differs. */
function aroundTicket(head: string, tail: string): (ticket: string) => ReplyBody {
  if (tail.length <= maxTextChars) return (ticket) => head + ticket + tail;
  const [before, after] = [Buffer.from(head), Buffer.from(tail)];
  return memoizeLast((ticket: string) => Buffer.concat([before, Buffer.from(ticket), after]));
}

function memoizeLast<In, Out>(make: (input: In) => Out): (input: In) => Out {
  let last: { input: In; output: Out } | undefined;
  return (input) => {
    if (last?.input !== input) last = { input, output: make(input) };
    return last.output;
  };
}
