import type { Db } from '../db/database.ts';
import { deleteOldestHeartbeats, type Heartbeat, upsertHeartbeats } from './heartbeat-queries.ts';

/** The most origins kept of a project, so that invented origins take no further space. */
export const maxOrigins = 50;
/** The most refused origins kept in addition, which anyone can invent. */
export const maxRefusedOrigins = 20;

/**
 * Stores the latest heartbeat of each origin. Keeps the 50 allowed origins of a project that were
 * seen last, and the 20 refused ones.
 */
export async function recordHeartbeats(trx: Db, heartbeats: readonly Heartbeat[]): Promise<void> {
  const latest = new Map<string, Heartbeat>();
  for (const one of heartbeats) {
    const key = `${one.projectId} ${one.origin}`;
    const other = latest.get(key);
    if (!other || other.at < one.at) latest.set(key, one);
  }
  // The order is the same on all nodes, so that they cannot deadlock.
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
