import type { Db } from '../db/database.ts';
import { deleteOldestHeartbeats, type Heartbeat, upsertHeartbeats } from './heartbeat-queries.ts';

/** How many origins of a project are known: whoever invents more of them costs no more room. */
export const maxOrigins = 50;
/** How many of those that its list shuts out are known besides, which anybody can invent. */
export const maxRefusedOrigins = 20;

/**
 * Stores that origins were seen, each at its latest; of a project the 50 seen last are kept, and of
 * those that were refused 20.
 */
export async function recordHeartbeats(trx: Db, heartbeats: readonly Heartbeat[]): Promise<void> {
  const latest = new Map<string, Heartbeat>();
  for (const one of heartbeats) {
    const key = `${one.projectId} ${one.origin}`;
    const other = latest.get(key);
    if (!other || other.at < one.at) latest.set(key, one);
  }
  // In one order on all nodes, so that nobody waits in a circle.
  const keys = [...latest.keys()].sort();
  await upsertHeartbeats(
    trx,
    keys.flatMap((key) => latest.get(key) ?? []),
  );
  const projectIds = new Set(heartbeats.map(({ projectId }) => projectId));
  for (const projectId of [...projectIds].sort()) {
    await deleteOldestHeartbeats(trx, projectId, 0, maxOrigins);
    await deleteOldestHeartbeats(trx, projectId, 1, maxRefusedOrigins);
  }
}
