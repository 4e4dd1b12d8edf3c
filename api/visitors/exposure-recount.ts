import type { Db } from '../db/connect.ts';
import { createCounts } from '../db/counts.ts';
import {
  type ExposureTallyKey,
  listExposureTallies,
  listReleaseExposures,
} from './exposure-queries.ts';
import { keysOf } from './exposures.ts';

/** What the exposures to a release say, beside what is counted. */
export interface ExposureRecount {
  /** Counts by which the stored ones are too low, or negative, too high; none is as it must be. */
  missing: (ExposureTallyKey & { count: number })[];
  /** By visitor, when they were first shown the release. */
  firstShownAt: Map<string, string>;
}

/** Counts the exposures to a release anew. */
export async function recountExposures(
  db: Db,
  projectId: string,
  releaseId: string,
): Promise<ExposureRecount> {
  const counts = createCounts<ExposureTallyKey>();
  const firstShownAt = new Map<string, string>();
  for (const exposure of await listReleaseExposures(db, projectId, releaseId)) {
    const { kind, visitorId, firstAt: at } = exposure;
    if (kind === 'shown') firstShownAt.set(visitorId, at);
    const keys = keysOf({ projectId, releaseId, kind, at }, JSON.parse(exposure.buckets), 0);
    for (const key of keys) counts.add(key, 1);
  }
  for (const { count, ...key } of await listExposureTallies(db, projectId, releaseId)) {
    counts.add({ ...key, slot: 0 }, -count);
  }
  return { missing: counts.rows(), firstShownAt };
}
