import type { Db } from '../../db/database.ts';
import { settleExposures } from '../../exposures/held-exposures.ts';
import { createCounts } from '../../tallies/counts.ts';
import { tally } from '../../tallies/tallies.ts';
import { addTallies, type TallyKey } from '../../tallies/tally-queries.ts';
import type { Held } from '../../visitors/networks/held-groups.ts';
import { moveResponses } from './held-queries.ts';

/**
 * Takes the answers and exposures of these visitors out of the tallies, or puts them back, as their
 * group's state says. Rows that already agree stay as they are, so it may be repeated.
 */
export async function settleVisitors(trx: Db, held: readonly Held[], slot: number): Promise<void> {
  await settleExposures(trx, held, slot);
  const counts = createCounts<TallyKey>();
  for (const { visitorIds, isLeftOut, ...group } of held) {
    for (const record of await moveResponses(trx, group, visitorIds, isLeftOut)) {
      tally(counts, { ...record, quarantined: false }, { slot, by: isLeftOut ? -1 : 1 });
    }
  }
  await addTallies(trx, counts.rows());
}
