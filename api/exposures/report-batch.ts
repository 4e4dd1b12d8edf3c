import type { BatchRule } from '../db/batch.ts';
import { createBucketBook } from '../tallies/buckets.ts';
import { createUnhashedCheck } from '../visitors/unhashed-check.ts';
import { type Report, recordReports } from './events.ts';

/** Stores the reports that share a transaction: see `recordReports`. Their outcomes say nothing. */
export function reportBatch(randomId: () => string): BatchRule<Report, null> {
  const buckets = createBucketBook();
  const mayBeUnhashed = createUnhashedCheck();
  return {
    name: 'reports',
    async run(trx, reports, means) {
      await recordReports(trx, reports, { ...means, randomId, buckets, mayBeUnhashed });
      return reports.map(() => null);
    },
  };
}
