import type { Retention } from '../jobs/retention-job.ts';
import { deleteMessagesBefore } from './queries.ts';

/** Messages are kept for 30 days after they were written. */
export const outboxRetention: Retention = {
  name: 'outbox-retention',
  failure: 'deleting old outbox messages failed',
  retentionMs: 30 * 24 * 60 * 60 * 1000,
  deleteBefore: deleteMessagesBefore,
};
