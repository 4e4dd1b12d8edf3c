/** What of a release decides its place among others. */
export interface SortableRelease {
  id: string;
  displayDate: string | null;
  pinned: boolean;
  /** The place in the imported file, from 1, newest first; 0 for what was written here. */
  position: number;
}

/**
 * The order in which visitors see releases: pinned ones first, then the newest by `displayDate`,
 * undated ones last. Of one day, the order of the imported file holds; what remains equal is newest
 * first by id, which the server made in order of time. For `Array.sort`.
 */
export function byNewest(a: SortableRelease, b: SortableRelease): number {
  return (
    Number(b.pinned) - Number(a.pinned) ||
    compare(b.displayDate ?? '', a.displayDate ?? '') ||
    a.position - b.position ||
    compare(b.id, a.id)
  );
}

/** By code units, as the databases sort: never by the machine's language. */
function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
