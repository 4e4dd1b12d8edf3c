import type { Retention } from '../jobs/retention-job.ts';
import { deleteSightingsBefore } from './sighting-queries.ts';

/** Origins are kept for a year after they were last seen. */
export const sightingRetention: Retention = {
  name: 'sighting-retention',
  failure: 'origins that are gone not deleted',
  keptMs: 365 * 24 * 60 * 60 * 1000,
  deleteBefore: deleteSightingsBefore,
};
