import type { Db } from '../db/database.ts';
import { tallyDimensions } from '../tallies/buckets.ts';
import { type CountRow, createCounts } from '../tallies/counts.ts';
import { type ExposureTallyKey, listExposureTallies } from '../tallies/exposure-tally-queries.ts';
import { listReleaseExposures } from './exposure-queries.ts';
import { tallyKeyOf } from './exposures.ts';

/** The result of counting the exposures to a release again. */
export interface ExposureRecount {
  /** What the stored counts lack; negative if a count is too high, empty if all are right. */
  missing: CountRow<ExposureTallyKey>[];
  /** When each visitor was first shown the release, by visitor id. */
  firstShownAt: Map<string, string>;
}

/** Counts the exposures to a release again, without those that are left out of the tallies. */
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
    if (exposure.quarantined) continue;
    const key = tallyKeyOf({ projectId, releaseId, at }, kind, 0);
    counts.add(key, tallyDimensions(JSON.parse(exposure.buckets)), 1);
  }
  const stored = await listExposureTallies(db, projectId, releaseId);
  for (const { count, dimension, value, ...key } of stored) {
    counts.add({ ...key, slot: 0 }, [[dimension, value]], -count);
  }
  return { missing: counts.rows(), firstShownAt };
}
