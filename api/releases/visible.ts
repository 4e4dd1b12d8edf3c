import type { Db } from '../db/database.ts';
import type { VisibleNote } from '../notes/note-queries.ts';
import { byNewest } from './order.ts';
import { isVisible, nextChangeAt } from './release-state.ts';
import { type ActiveRelease, listActiveNotes, listActiveReleases } from './state-queries.ts';

/** A release as every visitor may see it. */
export interface VisibleRelease {
  id: string;
  version: string;
  title: string;
  /** `YYYY-MM-DD`; null only for imported releases without a date. */
  displayDate: string | null;
  publishedAt: string;
  major: boolean;
  pinned: boolean;
  /** Published without a badge. */
  silent: boolean;
  imported: boolean;
  /** Frozen: only visitors who have already seen the release see it. */
  held: boolean;
  /** The position in the imported file, for `byNewest`; 0 for other releases. */
  position: number;
  surveyId: string | null;
  notes: readonly VisibleNote[];
}

export interface VisibleReleases {
  /** In the order of `byNewest`. */
  releases: VisibleRelease[];
  /** When time alone changes the list: the next publication or expiry, null for never. */
  nextChangeAt: string | null;
  /** Whether some releases are visible by the clock alone and have yet to be stamped. */
  unstamped: boolean;
}

/** The releases that a project shows, now or when their time comes, and their notes by id. */
export interface ActiveReleases {
  releases: ActiveRelease[];
  notes: ReadonlyMap<string, VisibleNote[]>;
}

/** Reads what `visibleAt` needs. The result is valid until the project changes. */
export async function readReleases(db: Db, projectId: string): Promise<ActiveReleases> {
  return {
    releases: await listActiveReleases(db, projectId),
    notes: await listActiveNotes(db, projectId),
  };
}

/**
 * Returns the releases that a project shows at `now`: live and held ones, and scheduled ones that
 * are due, without expired ones.
 */
export function visibleAt(
  { releases: activeReleases, notes }: ActiveReleases,
  now: Date,
): VisibleReleases {
  const visible = activeReleases.filter((release) => isVisible(release, now));
  return {
    releases: visible
      .map((release) => toVisible(release, notes.get(release.id) ?? [], now))
      .sort(byNewest),
    nextChangeAt: nextChangeAt(activeReleases, now),
    unstamped: visible.some((release) => release.state === 'scheduled'),
  };
}

/** A release that has not been stamped yet gets the dates that the stamp will give it. */
function toVisible(
  release: ActiveRelease,
  notes: readonly VisibleNote[],
  now: Date,
): VisibleRelease {
  const publishedAt = release.publishedAt ?? release.publishAt ?? now.toISOString();
  const isDated = release.displayDate !== null || release.publishedAt !== null;
  return {
    id: release.id,
    version: release.version,
    title: release.title,
    displayDate: isDated ? release.displayDate : publishedAt.slice(0, 10),
    publishedAt,
    major: release.major,
    pinned: release.pinned,
    silent: release.silent,
    imported: release.imported,
    held: release.state === 'held',
    position: release.position,
    surveyId: release.surveyId,
    notes,
  };
}
