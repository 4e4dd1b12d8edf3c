import type { Sighting } from '../../../contract/sightings.ts';

/** After so long without a page, nobody counts on it any more. */
const quietMs = 7 * 24 * 60 * 60 * 1000;

/** Whether pages of an origin were seen within the last week. */
export function isLately({ lastSeenAt }: Sighting, nowMs: number): boolean {
  return nowMs - Date.parse(lastSeenAt) <= quietMs;
}

/**
 * The origins whose pages were seen lately and let in by the list `before`, and that the list `after`
 * shuts out. An empty list lets all in.
 */
export function staleOrigins(
  after: readonly string[],
  before: readonly string[],
  sightings: readonly Sighting[],
  nowMs: number,
): string[] {
  const lately = sightings.filter((one) => isLately(one, nowMs)).map(({ origin }) => origin);
  return lately.filter((origin) => isLetIn(before, origin) && !isLetIn(after, origin));
}

function isLetIn(origins: readonly string[], origin: string): boolean {
  return origins.length === 0 || origins.includes(origin);
}
