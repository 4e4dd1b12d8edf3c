/** The fields that determine a release's position in a list. */
export interface SortableRelease {
  id: string;
  displayDate: string | null;
  pinned: boolean;
  /** The position in the imported file, from 1, newest first; 0 for a release created here. */
  position: number;
}

/**
 * Compares releases in the order in which visitors see them, for `Array.sort`: pinned releases
 * first, then the newest by `displayDate`, undated ones last. Releases of one day are in the order
 * of the imported file, then newest first by id: the server creates ids in order of time.
 */
export function byNewest(a: SortableRelease, b: SortableRelease): number {
  return (
    Number(b.pinned) - Number(a.pinned) ||
    compare(b.displayDate ?? '', a.displayDate ?? '') ||
    a.position - b.position ||
    compare(b.id, a.id)
  );
}

/** Compares code units, as the databases sort, and ignores the machine's locale. */
function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
