import type { Sighting } from '../../../contract/sightings.ts';

/** After so long without a page, nobody counts on it any more. */
const recentMs = 7 * 24 * 60 * 60 * 1000;

/** Whether pages of an origin were seen within the last week. */
export function isRecent({ lastSeenAt }: Sighting, nowMs: number): boolean {
  return nowMs - Date.parse(lastSeenAt) <= recentMs;
}

/**
 * The origins whose pages were seen lately and let in by the list `before`, and that the list `after`
 * shuts out. An empty list lets all in.
 */
export function findStaleOrigins(
  after: readonly string[],
  before: readonly string[],
  heartbeats: readonly Sighting[],
  nowMs: number,
): string[] {
  const recent = heartbeats.filter((one) => isRecent(one, nowMs)).map(({ origin }) => origin);
  return recent.filter((origin) => isAllowed(before, origin) && !isAllowed(after, origin));
}

function isAllowed(origins: readonly string[], origin: string): boolean {
  return origins.length === 0 || origins.includes(origin);
}
