import type { Db } from '../db/database.ts';
import { deleteOldSightings, type Seen, upsertSightings } from './sighting-queries.ts';

/** How many origins of a project are known: whoever invents more of them costs no more room. */
export const maxOrigins = 50;
/** How many of those that its list shuts out are known besides, which anybody can invent. */
export const maxRefusedOrigins = 20;

/**
 * Stores that origins were seen, each at its latest; of a project the 50 seen last are kept, and of
 * those that were refused 20.
 */
export async function recordSightings(trx: Db, seen: readonly Seen[]): Promise<void> {
  const latest = new Map<string, Seen>();
  for (const one of seen) {
    const key = `${one.projectId} ${one.origin}`;
    const other = latest.get(key);
    if (!other || other.at < one.at) latest.set(key, one);
  }
  // In one order on all nodes, so that nobody waits in a circle.
  const keys = [...latest.keys()].sort();
  await upsertSightings(
    trx,
    keys.flatMap((key) => latest.get(key) ?? []),
  );
  const projectIds = new Set(seen.map(({ projectId }) => projectId));
  for (const projectId of [...projectIds].sort()) {
    await deleteOldSightings(trx, projectId, 0, maxOrigins);
    await deleteOldSightings(trx, projectId, 1, maxRefusedOrigins);
  }
}
