import type { Db } from '../../db/database.ts';
import { settleExposures } from '../../exposures/held-exposures.ts';
import { createCounts } from '../../tallies/counts.ts';
import { tally } from '../../tallies/tallies.ts';
import { addTallies, type TallyKey } from '../../tallies/tally-queries.ts';
import type { HeldVisitors } from '../../visitors/networks/held-groups.ts';
import { setQuarantined } from './held-queries.ts';

/**
 * Removes the answers and exposures of these visitors from the tallies, or adds them back, as their
 * group's state requires. Skips rows that already agree, so it can be repeated.
 */
export async function settleVisitors(
  trx: Db,
  heldVisitors: readonly HeldVisitors[],
  slot: number,
): Promise<void> {
  await settleExposures(trx, heldVisitors, slot);
  const counts = createCounts<TallyKey>();
  for (const { visitorIds, isLeftOut, ...group } of heldVisitors) {
    for (const record of await setQuarantined(trx, group, visitorIds, isLeftOut)) {
      tally(counts, { ...record, quarantined: false }, { slot, by: isLeftOut ? -1 : 1 });
    }
  }
  await addTallies(trx, counts.rows());
}
