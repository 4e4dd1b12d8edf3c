import { commit } from '../db/transact.ts';
import type { Deps } from '../deps.ts';
import type { Job } from '../jobs/jobs.ts';
import { deleteSightingsBefore } from './sighting-queries.ts';

const hourMs = 60 * 60 * 1000;
const keptMs = 365 * 24 * hourMs;

/** Forgets origins that have not been seen for a year, once an hour. */
export function sightingRetentionJob({ database, clock }: Pick<Deps, 'database' | 'clock'>): Job {
  return {
    name: 'sighting-retention',
    failure: 'origins that are gone not deleted',
    everyMs: hourMs,
    async run() {
      const before = new Date(clock().getTime() - keptMs).toISOString();
      await commit(database, (trx) => deleteSightingsBefore(trx, before));
    },
  };
}
