import type { BatchRule } from '../db/batch.ts';
import { createBucketRegistry } from '../tallies/buckets.ts';
import { createUnhashedCheck } from '../visitors/unhashed-check.ts';
import { type EventReport, recordReports } from './events.ts';

/** Stores the reports that share a transaction: see `recordReports`. Their outcomes say nothing. */
export function reportBatch(randomId: () => string): BatchRule<EventReport, null> {
  const buckets = createBucketRegistry();
  const mayBeUnhashed = createUnhashedCheck();
  return {
    name: 'reports',
    async run(trx, reports, context) {
      await recordReports(trx, reports, { ...context, randomId, buckets, mayBeUnhashed });
      return reports.map(() => null);
    },
  };
}
