import type { FeedRequest } from '../../contract/feed.ts';
import type { Project } from '../../contract/projects.ts';
import type { FeedWant } from '../../contract/vocabulary.ts';
import type { Deps } from '../deps.ts';
import { getProject } from '../projects/projects.ts';
import { type Asked, findOwn } from '../responses/own-queries.ts';
import {
  compileSnapshot,
  countNews,
  type Entry,
  type Settings,
  type Snapshot,
} from '../snapshot/snapshot.ts';
import { createCurrent, readShown, type Span } from '../snapshot/snapshot-cache.ts';
import { surveysByRelease } from '../surveys/surveys.ts';
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
  read(projectId: string, ask: FeedAsk): Promise<ReplyBody>;
}

interface Compiled {
  snapshot: Snapshot;
  span: Span;
  /** The page that nearly everybody asks for. */
  newest: Page;
  replies: Replies;
}

/** Answers from memory; only a verified visitor costs a read, and a change compiles anew. */
export function createFeeds(deps: Deps): Feeds {
  const current = createCurrent(deps, (projectId) => compile(deps, projectId));
  const findOf = (projectId: string, subject: string, want: FeedWant, page: Page) =>
    findOwn(deps.database.reader, projectId, subject, asked(want === 'panel' ? page.entries : []));

  return {
    async read(projectId, ask) {
      const { snapshot, newest, replies } = await current(projectId);
      const { want, subject } = ask;
      const page = ask.before === undefined ? newest : pageOf(snapshot, ask.before);
      const own = subject === undefined ? undefined : await findOf(projectId, subject, want, page);
      const { seenAt, ...shownOwn } = own ?? { seenAt: null };
      const now = deps.clock();
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

async function compile(deps: Deps, projectId: string): Promise<Compiled> {
  const { reader } = deps.database;
  const now = deps.clock();
  // Before the releases: should they change meanwhile, this tells an older revision, and is read anew.
  const project = await getProject(reader, projectId);
  const settings = shownSettings(project);
  const { visible, span } = await readShown(deps, projectId, now);
  const carried = await surveysByRelease(reader, projectId);
  const surveys = new Map([...carried].map(([id, { survey }]) => [id, survey]));
  const snapshot = compileSnapshot({ settings, visible, surveys });
  const replies = createReplies(snapshot, project, deps.keys.tickets.current);
  return { snapshot, span, newest: pageOf(snapshot, undefined), replies };
}

function shownSettings({ name, url, theme }: Project): Settings {
  return { name, url, theme: Object.keys(theme).length > 0 ? theme : undefined };
}
