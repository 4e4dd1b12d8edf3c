import type { FeedRequest } from '../../contract/feed.ts';
import type { FeedWant } from '../../contract/vocabulary.ts';
import type { Deps } from '../deps.ts';
import { findVisitorFeedState, type VisitorFeedQuery } from '../responses/visitor-feed-queries.ts';
import type { FeedEntry } from '../snapshot/feed-entry.ts';
import { memoizeBySnapshot } from '../snapshot/memoize-by-snapshot.ts';
import { countUnread, type Snapshot } from '../snapshot/snapshot.ts';
import { dateLocale } from './date-text.ts';
import { type ListingPage, pageOf } from './page.ts';
import { createFeedReplies, type FeedReplies, type ReplyBody } from './replies.ts';

/** For a visitor who has never opened the panel, releases of the last 30 days are unread. */
const defaultUnreadMs = 30 * 24 * 60 * 60 * 1000;

/** What a feed depends on, besides the snapshot; `subject` is set for a verified visitor. */
export type FeedQuery = Pick<
  FeedRequest,
  'want' | 'locale' | 'before' | 'seenAt' | 'majorsOnly' | 'known'
> & {
  subject?: string | undefined;
};

export interface Feeds {
  /** Returns the reply's JSON. Throws `invalid_body` for a `before` that the server never sent. */
  read(snapshot: Snapshot, query: FeedQuery): Promise<ReplyBody>;
}

interface CompiledFeed {
  /** The page that nearly every request is for. */
  newest: ListingPage;
  replies: FeedReplies;
}

/** Replies from memory; only a verified visitor costs a database read. */
export function createFeeds({ clock, database, keys }: Deps): Feeds {
  const compiledOf = memoizeBySnapshot(
    (snapshot): CompiledFeed => ({
      newest: pageOf(snapshot, undefined),
      replies: createFeedReplies(snapshot, keys.tickets.current),
    }),
  );
  const findVisitorState = (
    projectId: string,
    subject: string,
    want: FeedWant,
    page: ListingPage,
  ) =>
    findVisitorFeedState(
      database.reader,
      projectId,
      subject,
      idsOf(want === 'panel' ? page.entries : []),
    );

  return {
    async read(snapshot, query) {
      const { newest, replies } = compiledOf(snapshot);
      const { want, subject } = query;
      const page = query.before === undefined ? newest : pageOf(snapshot, query.before);
      const { id } = snapshot.project;
      const visitorState =
        subject === undefined ? undefined : await findVisitorState(id, subject, want, page);
      const { seenAt, ...visitorContent } = visitorState ?? { seenAt: null };
      const now = clock();
      const since = query.seenAt ?? seenAt;
      const sinceMs = since ? Date.parse(since) : now.getTime() - defaultUnreadMs;
      const unread = countUnread(snapshot, sinceMs, query.majorsOnly);
      const content = { want, locale: dateLocale(query.locale), page, unread, ...visitorContent };
      return replies.get(content, query.known, now);
    },
  };
}

function idsOf(entries: FeedEntry[]): VisitorFeedQuery {
  return {
    releaseIds: entries.map((entry) => entry.id),
    surveyIds: [...new Set(entries.flatMap((entry) => entry.surveyId ?? []))],
  };
}
