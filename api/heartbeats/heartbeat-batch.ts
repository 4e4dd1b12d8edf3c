import type { BatchRule } from '../db/batch.ts';
import type { Heartbeat } from './heartbeat-queries.ts';
import { recordHeartbeats } from './heartbeats.ts';

/** Creates the rule that stores the heartbeats of one transaction: see `recordHeartbeats`. */
export function heartbeatBatch(): BatchRule<Heartbeat, null> {
  return {
    name: 'sightings',
    async run(trx, heartbeats) {
      await recordHeartbeats(trx, heartbeats);
      return heartbeats.map(() => null);
    },
  };
}
