import type { Feed, FeedRelease } from '../../../contract/feed.ts';
import type { Survey } from '../../../contract/surveys.ts';
import type { HttpReply } from '../../../widget/loader/client.ts';
import type { Shell } from '../../../widget/shell/shell.ts';

/** A shell whose server is a function, and which writes down what the page would hear. */
export interface FakeShell {
  shell: Shell;
  /** The bodies posted, oldest first. */
  posted: Record<string, unknown>[];
  emitted: [name: string, detail: unknown][];
  recorded: [kind: string, release: string | undefined][];
  stored: Map<string, unknown>;
  /** What the server says next; undefined: it cannot be reached. */
  respond: (body: Record<string, unknown>) => Partial<HttpReply> | undefined;
}

export const survey: Survey = {
  id: 'survey',
  version: 1,
  kind: 'csat',
  points: 5,
  questions: [
    {
      id: 'reasons',
      kind: 'choices',
      choices: [
        { id: 'easier', ratings: [4, 5] },
        { id: 'broken', ratings: [1, 2, 3] },
        { id: 'other' },
      ],
    },
    { id: 'comment', kind: 'text' },
  ],
};

export function release(version: string, wording: Partial<FeedRelease> = {}): FeedRelease {
  return {
    id: `id-${version}`,
    version,
    title: `Title of ${version}`,
    displayDate: '2026-11-01',
    displayDateText: 'November 1, 2026',
    publishedAt: '2026-11-01T09:00:00.000Z',
    major: false,
    pinned: false,
    notes: [{ id: `note-${version}`, kind: 'new', title: '', html: '<p>A note.</p>' }],
    ...wording,
  };
}

export function feedOf(releases: FeedRelease[], more: Partial<Feed> = {}): Feed {
  return {
    tag: 'tag',
    ticket: 'ticket',
    refreshAfterSeconds: 300,
    revision: 1,
    unread: 0,
    releases,
    settings: { name: 'Acme', url: null },
    ...more,
  } as Feed;
}

export function fakeShell(): FakeShell {
  const stored = new Map<string, unknown>();
  const switches = { muted: false, majorsOnly: false, neverAsk: false, locale: undefined };
  const mine = new Map();
  const home = document.createElement('div');
  home.attachShadow({ mode: 'open' });
  const fake: FakeShell = {
    posted: [],
    emitted: [],
    recorded: [],
    stored,
    respond: () => ({ status: 200, body: feedOf([]) }),
    shell: {
      settings: { project: 'pk', position: 'bottom-end', locale: 'en' },
      launcher: home,
      stopped: new AbortController().signal,
      visitor: {
        identity: { token: undefined, traits: {} },
        credentials: () => ({ visitor: 'me' }),
        owner: '',
        activate: () => {},
        switches,
        setSwitch: (name: 'muted', value: boolean) => Object.assign(switches, { [name]: value }),
        seenAt: undefined,
        answerTo: (id: string) => mine.get(id),
        saveAnswer: (id: string, said: unknown) => mine.set(id, said),
        get: (key: string) => stored.get(key),
        set: (key: string, value: unknown) => {
          if (value === undefined) stored.delete(key);
          else stored.set(key, JSON.parse(JSON.stringify(value)));
        },
      },
      client: {
        post: async (_path: string, body: Record<string, unknown>) => {
          fake.posted.push(JSON.parse(JSON.stringify(body)));
          return fake.respond(body);
        },
      },
      emit: (name: string, detail: unknown) => void fake.emitted.push([name, detail]),
      record: (kind: string, id?: string) => void fake.recorded.push([kind, id]),
      markSeen: () => {},
      refreshBadge: () => {},
    } as unknown as Shell,
  };
  return fake;
}
