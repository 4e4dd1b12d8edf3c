import type { BatchRule } from '../db/batch.ts';
import type { Heartbeat } from './heartbeat-queries.ts';
import { recordHeartbeats } from './heartbeats.ts';

/** Stores the sightings that share a transaction: see `recordHeartbeats`. Their outcomes say nothing. */
export function heartbeatBatch(): BatchRule<Heartbeat, null> {
  return {
    name: 'sightings',
    async run(trx, heartbeats) {
      await recordHeartbeats(trx, heartbeats);
      return heartbeats.map(() => null);
    },
  };
}
