import { createHash } from 'node:crypto';
import type { FeedRelease } from '../../contract/feed.ts';
import type { Survey } from '../../contract/surveys.ts';
import type { Theme } from '../../contract/themes.ts';
import type { Place } from '../releases/order.ts';
import type { VisibleRelease, VisibleReleases } from '../releases/visible.ts';

/** A release ready to be sent: its JSON, open where the date's words and the visitor's own go. */
export interface Entry extends Place {
  /** Up to and with `"displayDateText":`. */
  head: string;
  /** From the comma after it to before the closing brace. */
  tail: string;
  surveyId: string | null;
}

export interface Settings {
  name: string;
  url: string | null;
  /** Undefined where the project sets nothing of it. */
  theme: Theme | undefined;
}

/** All that a project shows at a moment, whoever asks: compiled once, read by every request. */
export interface Snapshot {
  /** Made of the content alone: the same on every node and after a restart. */
  tag: string;
  settings: Settings;
  /** Both newest first. */
  pinned: Entry[];
  ordinary: Entry[];
  /** When each release that counts as news was published: ascending, milliseconds since 1970. */
  newsAtMs: number[];
  /** Of these the major ones. */
  majorNewsAtMs: number[];
}

/** What a snapshot is made of. */
export interface SnapshotSource {
  settings: Settings;
  visible: VisibleReleases;
  surveys: ReadonlyMap<string, Survey>;
}

/** What every visitor can be shown. */
export function compileSnapshot({ settings, visible, surveys }: SnapshotSource): Snapshot {
  const { releases } = visible;
  const entries = releases.map((release) => compileEntry(release, surveys.get(release.id)));
  const news = releases.filter((release) => !release.silent);
  return {
    tag: hashOf([JSON.stringify(settings), ...entries.flatMap(({ head, tail }) => [head, tail])]),
    settings,
    pinned: entries.filter((entry) => entry.pinned),
    ordinary: entries.filter((entry) => !entry.pinned),
    newsAtMs: publicationTimes(news),
    majorNewsAtMs: publicationTimes(news.filter((release) => release.major)),
  };
}

/**
 * How many releases were published after `sinceMs`, of all or of the major ones: by halves, since
 * every request asks.
 */
export function countNews(snapshot: Snapshot, sinceMs: number, majorsOnly = false): number {
  const newsAtMs = majorsOnly ? snapshot.majorNewsAtMs : snapshot.newsAtMs;
  let [low, high] = [0, newsAtMs.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((newsAtMs[middle] ?? 0) <= sinceMs) low = middle + 1;
    else high = middle;
  }
  return newsAtMs.length - low;
}

function publicationTimes(releases: VisibleRelease[]): number[] {
  return releases.map((release) => Date.parse(release.publishedAt)).sort((a, b) => a - b);
}

/** 96 bits of SHA-256 over all parts and where they end. */
export function hashOf(parts: Iterable<string>): string {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(`${part.length}:`).update(part);
  return hash.digest('base64url').slice(0, 16);
}

function compileEntry(release: VisibleRelease, survey: Survey | undefined): Entry {
  const { id, version, title, displayDate, publishedAt, major, pinned, position } = release;
  const notes = release.notes.map(({ id, kind, title, html }) => ({ id, kind, title, html }));
  const first: Partial<FeedRelease> = { id, version, title, displayDate };
  const rest: Partial<FeedRelease> = {
    publishedAt,
    major,
    pinned,
    notes,
    ...(survey && { survey }),
  };
  return {
    id,
    displayDate,
    pinned,
    position,
    surveyId: survey?.id ?? null,
    head: `${JSON.stringify(first).slice(0, -1)},"displayDateText":`,
    tail: `,${JSON.stringify(rest).slice(1, -1)}`,
  };
}
