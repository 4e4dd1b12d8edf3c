import type { Db } from '../db/database.ts';
import { tallyDimensions } from '../tallies/buckets.ts';
import { createCounts } from '../tallies/counts.ts';
import { addExposureTallies, type ExposureTallyKey } from '../tallies/exposure-tally-queries.ts';
import type { HeldVisitors } from '../visitors/networks/held-groups.ts';
import { tallyKeyOf } from './exposures.ts';
import { updateQuarantine } from './held-queries.ts';

/**
 * Removes these visitors' exposures from the tallies, or adds them back, as their group's state
 * requires. Skips exposures that already agree.
 */
export async function settleExposures(
  trx: Db,
  heldVisitors: readonly HeldVisitors[],
  slot: number,
): Promise<void> {
  const counts = createCounts<ExposureTallyKey>();
  for (const { projectId, visitorIds, isLeftOut } of heldVisitors) {
    for (const exposure of await updateQuarantine(trx, projectId, visitorIds, isLeftOut)) {
      const { releaseId, kind, firstAt: at, buckets } = exposure;
      const key = tallyKeyOf({ projectId, releaseId, at }, kind, slot);
      counts.add(key, tallyDimensions(JSON.parse(buckets)), isLeftOut ? -1 : 1);
    }
  }
  await addExposureTallies(trx, counts.rows());
}
