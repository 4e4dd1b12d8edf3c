import { origin as originSchema } from '../../contract/fields.ts';

/** Not every feed may cost a write. */
const pauseMs = 60_000;

/** Which origins were told of lately, in this process. */
export interface SightingBook {
  /**
   * Whether a page's request is worth storing: once a minute for each project and origin, and at most
   * `room` origins a minute. A program has no origin, and a page of a file none that says anything.
   */
  isNews(projectId: string, origin: string | undefined, nowMs: number): boolean;
}

/** Remembers in memory, so that a feed costs no more than two look-ups of a map. */
export function createSightingBook(room: number): SightingBook {
  const projects = new Map<string, Map<string, number>>();

  return {
    isNews(projectId, origin, nowMs) {
      if (origin === undefined) return false;
      const known = projects.get(projectId) ?? new Map<string, number>();
      const toldAt = known.get(origin);
      if (toldAt !== undefined && nowMs - toldAt < pauseMs) return false;
      if (toldAt === undefined && !hasRoom(known, room, nowMs)) return false;
      if (toldAt === undefined && !originSchema.safeParse(origin).success) return false;
      known.set(origin, nowMs);
      projects.set(projectId, known);
      return true;
    },
  };
}

/** Forgets those whose minute is over only where there is no more room. */
function hasRoom(known: Map<string, number>, room: number, nowMs: number): boolean {
  if (known.size < room) return true;
  for (const [origin, toldAt] of known) if (nowMs - toldAt >= pauseMs) known.delete(origin);
  return known.size < room;
}
