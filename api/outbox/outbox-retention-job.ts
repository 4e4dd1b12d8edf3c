import { commit } from '../db/transact.ts';
import type { Deps } from '../deps.ts';
import type { Job } from '../jobs/jobs.ts';
import { deleteMessagesBefore } from './queries.ts';

const hourMs = 60 * 60 * 1000;
const keptMs = 30 * 24 * hourMs;

/** Deletes messages 30 days after they were written, once an hour. */
export function outboxRetentionJob({ database, clock }: Pick<Deps, 'database' | 'clock'>): Job {
  return {
    name: 'outbox-retention',
    failure: 'old messages not deleted',
    everyMs: hourMs,
    async run() {
      const before = new Date(clock().getTime() - keptMs).toISOString();
      await commit(database, (trx) => deleteMessagesBefore(trx, before));
    },
  };
}
