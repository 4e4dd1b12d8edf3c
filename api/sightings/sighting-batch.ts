import type { BatchRule } from '../db/batch.ts';
import type { Seen } from './sighting-queries.ts';
import { recordSightings } from './sightings.ts';

/** Stores the sightings that share a transaction: see `recordSightings`. Their outcomes say nothing. */
export function sightingBatch(): BatchRule<Seen, null> {
  return {
    name: 'sightings',
    async run(trx, seen) {
      await recordSightings(trx, seen);
      return seen.map(() => null);
    },
  };
}
