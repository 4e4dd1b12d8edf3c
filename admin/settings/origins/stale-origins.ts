import type { Sighting } from '../../../contract/sightings.ts';

/** After this time without a request, an origin counts as unused. */
const recentMs = 7 * 24 * 60 * 60 * 1000;

/** Whether pages of an origin were seen within the last week. */
export function isRecent({ lastSeenAt }: Sighting, nowMs: number): boolean {
  return nowMs - Date.parse(lastSeenAt) <= recentMs;
}

/**
 * Returns the origins that were seen recently and allowed by the list `before`, and that the list
 * `after` blocks. An empty list allows all origins.
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
