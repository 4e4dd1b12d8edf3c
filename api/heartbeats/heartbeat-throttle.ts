import { origin as originSchema } from '../../contract/fields.ts';

/** The time between two writes for one origin, so that not every feed costs a write. */
const pauseMs = 60_000;

/** The origins that this process recorded recently. */
export interface HeartbeatThrottle {
  /**
   * Whether to record a page's request: once a minute for each project and origin, and at most
   * `maxOrigins` origins of a project a minute. Programs and local files have no origin to record.
   */
  shouldRecord(projectId: string, origin: string | undefined, nowMs: number): boolean;
}

/** Creates a throttle that keeps its state in memory: a feed costs at most two map lookups. */
export function createHeartbeatThrottle(maxOrigins: number): HeartbeatThrottle {
  const projects = new Map<string, Map<string, number>>();

  return {
    shouldRecord(projectId, origin, nowMs) {
      if (origin === undefined) return false;
      const known = projects.get(projectId) ?? new Map<string, number>();
      const recordedAtMs = known.get(origin);
      if (recordedAtMs !== undefined && nowMs - recordedAtMs < pauseMs) return false;
      if (recordedAtMs === undefined && !hasCapacity(known, maxOrigins, nowMs)) return false;
      if (recordedAtMs === undefined && !originSchema.safeParse(origin).success) return false;
      known.set(origin, nowMs);
      projects.set(projectId, known);
      return true;
    },
  };
}

/** Whether another origin fits. Forgets origins whose minute is over only when the map is full. */
function hasCapacity(known: Map<string, number>, maxOrigins: number, nowMs: number): boolean {
  if (known.size < maxOrigins) return true;
  for (const [origin, recordedAtMs] of known)
    if (nowMs - recordedAtMs >= pauseMs) known.delete(origin);
  return known.size < maxOrigins;
}
