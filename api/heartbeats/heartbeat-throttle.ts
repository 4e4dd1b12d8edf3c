import { origin as originSchema } from '../../contract/fields.ts';

/** Not every feed may cost a write. */
const pauseMs = 60_000;

/** Which origins were told of lately, in this process. */
export interface HeartbeatThrottle {
  /**
   * Whether a page's request is worth storing: once a minute for each project and origin, and at most
   * `room` origins a minute. A program has no origin, and a page of a file none that says anything.
   */
  shouldRecord(projectId: string, origin: string | undefined, nowMs: number): boolean;
}

/** Remembers in memory, so that a feed costs no more than two look-ups of a map. */
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

/** Forgets those whose minute is over only where there is no more room. */
function hasCapacity(known: Map<string, number>, maxOrigins: number, nowMs: number): boolean {
  if (known.size < maxOrigins) return true;
  for (const [origin, recordedAtMs] of known)
    if (nowMs - recordedAtMs >= pauseMs) known.delete(origin);
  return known.size < maxOrigins;
}
