import type { Retention } from '../jobs/retention-job.ts';
import { deleteHeartbeatsBefore } from './heartbeat-queries.ts';

/** Deletes origins a year after they were last seen. */
export const heartbeatRetention: Retention = {
  name: 'sighting-retention',
  failure: 'origins not seen for a year could not be deleted',
  retentionMs: 365 * 24 * 60 * 60 * 1000,
  deleteBefore: deleteHeartbeatsBefore,
};
