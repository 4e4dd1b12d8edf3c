import type { Theme } from '../../contract/themes.ts';
import { createRangeCheck } from '../http/address.ts';
import { isVisible, nextChangeAt } from '../releases/release-state.ts';
import type { OutRelease } from '../releases/state-queries.ts';
import { type VisibleRelease, visibleAt } from '../releases/visible.ts';
import { contentHash } from './content-hash.ts';
import { compileEntry, type Entry } from './entry.ts';
import type { SnapshotSource } from './source.ts';

/** The settings of a project that every visitor is shown. */
export interface Settings {
  name: string;
  url: string | null;
  /** Undefined if the project sets nothing of it. */
  theme: Theme | undefined;
}

/**
 * One project as its visitors meet it: compiled once, and read by every request of the feed, of
 * answers and events, and of the public page.
 */
export interface Snapshot extends Omit<SnapshotSource, 'releases'> {
  /** What every visitor may see, newest first. A held release is left out. */
  releases: VisibleRelease[];
  /** Made of the content alone: the same on every node and after a restart. */
  tag: string;
  settings: Settings;
  /** The same releases as the feed sends them, newest first. */
  pinned: Entry[];
  ordinary: Entry[];
  /** When each release that counts as news was published: ascending, milliseconds since 1970. */
  newsAtMs: number[];
  /** The times of the major ones. */
  majorNewsAtMs: number[];
  /** Whether an address is in one of the project's own networks. */
  isOwnAddress(address: string): boolean;
  /** From when to before when time alone does not change it: milliseconds since 1970. */
  compiledAtMs: number;
  nextChangeAtMs: number;
  /** Some scheduled releases are due: they are shown once their publication is written down. */
  isDue: boolean;
}

/** The newest snapshot of each project. */
export interface Snapshots {
  /**
   * From memory, except after a change: anyone who asks after a change waits for the new snapshot.
   * Throws `not_found`.
   */
  get(projectId: string): Promise<Snapshot> | Snapshot;
}

/** What visitors meet at `now`: nothing whose publication is not written down. */
export function compileSnapshot(source: SnapshotSource, now: Date): Snapshot {
  const { project, surveys } = source;
  const { out, notes } = source.releases;
  const isScheduled = ({ state }: OutRelease) => state === 'scheduled';
  const published = out.filter((release) => !isScheduled(release));
  const visible = visibleAt({ out: published, notes }, now);
  const releases = visible.releases.filter((release) => !release.held);
  const entries = releases.map((release) => compileEntry(release, surveys.get(release.id)));
  const news = releases.filter((release) => !release.silent);
  const settings = settingsOf(project);
  return {
    ...source,
    releases,
    tag: tagOf(settings, entries),
    settings,
    pinned: entries.filter((entry) => entry.pinned),
    ordinary: entries.filter((entry) => !entry.pinned),
    newsAtMs: publicationTimes(news),
    majorNewsAtMs: publicationTimes(news.filter((release) => release.major)),
    isOwnAddress: createRangeCheck(project.ownNetworks),
    ...spanOf(out, now),
    isDue: out.some((release) => isScheduled(release) && isVisible(release, now)),
  };
}

/** Whether the snapshot is still right at `now`. It is not if the clock has stepped back. */
export function holdsAt({ compiledAtMs, nextChangeAtMs }: Snapshot, now: Date): boolean {
  const ms = now.getTime();
  return compiledAtMs <= ms && ms < nextChangeAtMs;
}

/**
 * The unread count: how many releases were published after `sinceMs`, of all or of the major ones. By
 * halves, since every request asks.
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

function settingsOf({ name, url, theme }: SnapshotSource['project']): Settings {
  return { name, url, theme: Object.keys(theme).length > 0 ? theme : undefined };
}

function tagOf(settings: Settings, entries: Entry[]): string {
  const texts = entries.flatMap(({ head, tail }) => [head, tail]);
  return contentHash([JSON.stringify(settings), ...texts]);
}

function publicationTimes(releases: VisibleRelease[]): number[] {
  return releases.map((release) => Date.parse(release.publishedAt)).sort((a, b) => a - b);
}

function spanOf(out: readonly OutRelease[], now: Date) {
  const next = nextChangeAt(out, now);
  const nextChangeAtMs = next === null ? Number.POSITIVE_INFINITY : Date.parse(next);
  return { compiledAtMs: now.getTime(), nextChangeAtMs };
}
