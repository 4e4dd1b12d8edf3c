import type { FeedRequest } from '../../contract/feed.ts';
import type { FeedWant } from '../../contract/vocabulary.ts';
import type { Deps } from '../deps.ts';
import { type Asked, findOwn } from '../responses/own-queries.ts';
import { derived } from '../snapshot/derived.ts';
import type { Entry } from '../snapshot/entry.ts';
import { countNews, type Snapshot } from '../snapshot/snapshot.ts';
import { dateLocale } from './date-text.ts';
import { type Page, pageOf } from './page.ts';
import { createReplies, type Replies, type ReplyBody } from './replies.ts';

/** Someone who never opened the panel is told of the news of this long. */
const newsMs = 30 * 24 * 60 * 60 * 1000;

/** What a feed depends on; `subject` for a verified visitor. */
export type FeedAsk = Pick<
  FeedRequest,
  'want' | 'locale' | 'before' | 'seenAt' | 'majorsOnly' | 'known'
> & {
  subject?: string | undefined;
};

export interface Feeds {
  /** The reply's JSON. Throws `invalid_body` for a `before` that was never handed out. */
  read(snapshot: Snapshot, ask: FeedAsk): Promise<ReplyBody>;
}

interface Compiled {
  /** The page that nearly everybody asks for. */
  newest: Page;
  replies: Replies;
}

/** Answers from memory; only a verified visitor costs a read. */
export function createFeeds({ clock, database, keys }: Deps): Feeds {
  const compiledOf = derived(
    (snapshot): Compiled => ({
      newest: pageOf(snapshot, undefined),
      replies: createReplies(snapshot, keys.tickets.current),
    }),
  );
  const findOf = (projectId: string, subject: string, want: FeedWant, page: Page) =>
    findOwn(database.reader, projectId, subject, asked(want === 'panel' ? page.entries : []));

  return {
    async read(snapshot, ask) {
      const { newest, replies } = compiledOf(snapshot);
      const { want, subject } = ask;
      const page = ask.before === undefined ? newest : pageOf(snapshot, ask.before);
      const { id } = snapshot.project;
      const own = subject === undefined ? undefined : await findOf(id, subject, want, page);
      const { seenAt, ...shownOwn } = own ?? { seenAt: null };
      const now = clock();
      const since = ask.seenAt ?? seenAt;
      const sinceMs = since ? Date.parse(since) : now.getTime() - newsMs;
      const unread = countNews(snapshot, sinceMs, ask.majorsOnly);
      const shown = { want, locale: dateLocale(ask.locale), page, unread, ...shownOwn };
      return replies.get(shown, ask.known, now);
    },
  };
}

function asked(entries: Entry[]): Asked {
  return {
    releaseIds: entries.map((entry) => entry.id),
    surveyIds: [...new Set(entries.flatMap((entry) => entry.surveyId ?? []))],
  };
}
