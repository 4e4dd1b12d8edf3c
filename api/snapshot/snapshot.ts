import type { Theme } from '../../contract/themes.ts';
import { createRangeCheck } from '../http/address.ts';
import { isVisible, nextChangeAt } from '../releases/release-state.ts';
import type { ActiveRelease } from '../releases/state-queries.ts';
import { type VisibleRelease, visibleAt } from '../releases/visible.ts';
import { hashContent } from './content-hash.ts';
import { compileFeedEntry, type FeedEntry } from './feed-entry.ts';
import type { SnapshotSource } from './source.ts';

/** The settings of a project that every visitor is shown. */
export interface FeedSettings {
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
  settings: FeedSettings;
  /** The same releases as the feed sends them, newest first. */
  pinned: FeedEntry[];
  ordinary: FeedEntry[];
  /** When each release that counts as news was published: ascending, milliseconds since 1970. */
  announcedAtMs: number[];
  /** The times of the major ones. */
  majorAnnouncedAtMs: number[];
  /** Whether an address is in one of the project's own networks. */
  isOwnAddress(address: string): boolean;
  /** From when to before when time alone does not change it: milliseconds since 1970. */
  compiledAtMs: number;
  nextChangeAtMs: number;
  /** Some scheduled releases are due: they are shown once their publication is written down. */
  hasDueReleases: boolean;
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
  const { releases: activeReleases, notes } = source.releases;
  const isScheduled = ({ state }: ActiveRelease) => state === 'scheduled';
  const published = activeReleases.filter((release) => !isScheduled(release));
  const visible = visibleAt({ releases: published, notes }, now);
  const releases = visible.releases.filter((release) => !release.held);
  const entries = releases.map((release) => compileFeedEntry(release, surveys.get(release.id)));
  const announcedReleases = releases.filter((release) => !release.silent);
  const settings = settingsOf(project);
  return {
    ...source,
    releases,
    tag: tagOf(settings, entries),
    settings,
    pinned: entries.filter((entry) => entry.pinned),
    ordinary: entries.filter((entry) => !entry.pinned),
    announcedAtMs: publicationTimes(announcedReleases),
    majorAnnouncedAtMs: publicationTimes(announcedReleases.filter((release) => release.major)),
    isOwnAddress: createRangeCheck(project.ownNetworks),
    ...validityOf(activeReleases, now),
    hasDueReleases: activeReleases.some(
      (release) => isScheduled(release) && isVisible(release, now),
    ),
  };
}

/** Whether the snapshot is still right at `now`. It is not if the clock has stepped back. */
export function isCurrentAt({ compiledAtMs, nextChangeAtMs }: Snapshot, now: Date): boolean {
  const ms = now.getTime();
  return compiledAtMs <= ms && ms < nextChangeAtMs;
}

/**
 * The unread count: how many releases were published after `sinceMs`, of all or of the major ones. By
 * halves, since every request asks.
 */
export function countUnread(snapshot: Snapshot, sinceMs: number, majorsOnly = false): number {
  const announcedAtMs = majorsOnly ? snapshot.majorAnnouncedAtMs : snapshot.announcedAtMs;
  let [low, high] = [0, announcedAtMs.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((announcedAtMs[middle] ?? 0) <= sinceMs) low = middle + 1;
    else high = middle;
  }
  return announcedAtMs.length - low;
}

function settingsOf({ name, url, theme }: SnapshotSource['project']): FeedSettings {
  return { name, url, theme: Object.keys(theme).length > 0 ? theme : undefined };
}

function tagOf(settings: FeedSettings, entries: FeedEntry[]): string {
  const texts = entries.flatMap(({ head, tail }) => [head, tail]);
  return hashContent([JSON.stringify(settings), ...texts]);
}

function publicationTimes(releases: VisibleRelease[]): number[] {
  return releases.map((release) => Date.parse(release.publishedAt)).sort((a, b) => a - b);
}

function validityOf(activeReleases: readonly ActiveRelease[], now: Date) {
  const next = nextChangeAt(activeReleases, now);
  const nextChangeAtMs = next === null ? Number.POSITIVE_INFINITY : Date.parse(next);
  return { compiledAtMs: now.getTime(), nextChangeAtMs };
}
