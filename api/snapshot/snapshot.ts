import type { Theme } from '../../contract/themes.ts';
import { createRangeCheck } from '../http/address.ts';
import { isVisible, nextChangeAt } from '../releases/release-state.ts';
import type { ActiveRelease } from '../releases/state-queries.ts';
import { type VisibleRelease, visibleAt } from '../releases/visible.ts';
import { hashContent } from './content-hash.ts';
import { compileFeedEntry, type FeedEntry } from './feed-entry.ts';
import type { SnapshotSource } from './source.ts';

/** The settings of a project that visitors see. */
export interface FeedSettings {
  name: string;
  url: string | null;
  /** Undefined if the project's theme is empty. */
  theme: Theme | undefined;
}

/**
 * One project as its visitors see it: compiled once, and read by every request for the feed,
 * answers, events and the public page.
 */
export interface Snapshot extends Omit<SnapshotSource, 'releases'> {
  /** The releases that every visitor may see, in the order of `byNewest`, without held ones. */
  releases: VisibleRelease[];
  /** A hash of the content alone: the same on every node and after a restart. */
  tag: string;
  settings: FeedSettings;
  /** The same releases as the feed sends them: the pinned and the others, each newest first. */
  pinned: FeedEntry[];
  ordinary: FeedEntry[];
  /** When each release that is not silent was published: ascending, in milliseconds since 1970. */
  announcedAtMs: number[];
  /** The same for major releases only. */
  majorAnnouncedAtMs: number[];
  /** Whether an address is in one of the project's own networks. */
  isOwnAddress(address: string): boolean;
  /**
   * Time alone does not change the snapshot from `compiledAtMs` until just before `nextChangeAtMs`,
   * both in milliseconds since 1970.
   */
  compiledAtMs: number;
  nextChangeAtMs: number;
  /** Whether scheduled releases are due. They are shown once they are stamped. */
  hasDueReleases: boolean;
}

/** The newest snapshot of each project. */
export interface Snapshots {
  /** Reads from memory; after a change, callers wait for the new snapshot. Throws `not_found`. */
  get(projectId: string): Promise<Snapshot> | Snapshot;
}

/** Compiles what visitors see at `now`. A scheduled release is left out until it is stamped. */
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

/** Whether the snapshot is still valid at `now`. It is not if the clock has stepped back. */
export function isCurrentAt({ compiledAtMs, nextChangeAtMs }: Snapshot, now: Date): boolean {
  const ms = now.getTime();
  return compiledAtMs <= ms && ms < nextChangeAtMs;
}

/**
 * Returns the unread count: how many releases, or major releases only, were published after
 * `sinceMs`. Uses binary search, because every request calls it.
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
