import type { Db } from '../db/connect.ts';
import { createCounts } from '../db/counts.ts';
import { dimensionsCounted } from './buckets.ts';
import { addExposureTallies, type ExposureTallyKey } from './exposure-queries.ts';
import { tallyKeyOf } from './exposures.ts';
import type { Held } from './held-groups.ts';
import { moveExposures } from './held-queries.ts';

/**
 * Takes these visitors' exposures out of the tallies, or puts them back, as their group's state says.
 * An exposure that already agrees stays as it is.
 */
export async function settleExposures(trx: Db, held: readonly Held[], slot: number): Promise<void> {
  const counts = createCounts<ExposureTallyKey>();
  for (const { projectId, visitorIds, isLeftOut } of held) {
    for (const exposure of await moveExposures(trx, projectId, visitorIds, isLeftOut)) {
      const { releaseId, kind, firstAt: at, buckets } = exposure;
      const key = tallyKeyOf({ projectId, releaseId, at }, kind, slot);
      counts.add(key, dimensionsCounted(JSON.parse(buckets)), isLeftOut ? -1 : 1);
    }
  }
  await addExposureTallies(trx, counts.rows());
}
