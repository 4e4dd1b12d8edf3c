import type { Db } from '../db/database.ts';
import type { VisibleNote } from '../notes/note-queries.ts';
import { byNewest } from './order.ts';
import { isVisible, nextChangeAt } from './release-state.ts';
import { type ActiveRelease, listActiveNotes, listActiveReleases } from './state-queries.ts';

/** A release as visitors may see it, whoever they are. */
export interface VisibleRelease {
  id: string;
  version: string;
  title: string;
  /** `YYYY-MM-DD`; null only for imported releases without a date. */
  displayDate: string | null;
  publishedAt: string;
  major: boolean;
  pinned: boolean;
  /** Raises no badge. */
  silent: boolean;
  imported: boolean;
  /** Frozen: only who has seen it already sees it. */
  held: boolean;
  /** The place in the imported file, 0 otherwise: what `byNewest` needs besides. */
  position: number;
  surveyId: string | null;
  notes: readonly VisibleNote[];
}

export interface VisibleReleases {
  /** In the order of `byNewest`. */
  releases: VisibleRelease[];
  /** When time alone will change the list: the next publication or expiry, null for never. */
  nextChangeAt: string | null;
  /** Some are visible by the clock alone: whoever notices calls `stampDue`. */
  unstamped: boolean;
}

/** The releases that a project shows, or will show when their time comes, and their notes. */
export interface ActiveReleases {
  releases: ActiveRelease[];
  notes: ReadonlyMap<string, VisibleNote[]>;
}

/** Reads what `visibleAt` needs, at any time until the project changes. */
export async function readReleases(db: Db, projectId: string): Promise<ActiveReleases> {
  return {
    releases: await listActiveReleases(db, projectId),
    notes: await listActiveNotes(db, projectId),
  };
}

/**
 * All that a project shows at `now`: live and held releases, and scheduled ones that are due, except
 * the expired.
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

/** One that nobody has stamped yet looks as it will when somebody has. */
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
