import type { BatchRule } from '../db/batch.ts';
import { createBucketRegistry } from '../tallies/buckets.ts';
import { createUnhashedCheck } from '../visitors/unhashed-check.ts';
import { type EventReport, recordReports } from './events.ts';

/** Creates the rule that stores the reports of one transaction: see `recordReports`. */
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
