import type { Db } from '../db/database.ts';
import { commit } from '../db/transact.ts';
import type { Deps } from '../deps.ts';
import type { Job } from './jobs.ts';

const hourMs = 60 * 60 * 1000;

/** Rows that are kept for a limited time. */
export interface Retention extends Pick<Job, 'name' | 'failure'> {
  retentionMs: number;
  /** Deletes the rows of all projects that are older than this instant. */
  deleteBefore(trx: Db, instant: string): Promise<void>;
}

/** Deletes rows that are older than `retentionMs`, once an hour. */
export function retentionJob(
  { database, clock }: Pick<Deps, 'database' | 'clock'>,
  { name, failure, retentionMs, deleteBefore }: Retention,
): Job {
  return {
    name,
    failure,
    everyMs: hourMs,
    run() {
      const before = new Date(clock().getTime() - retentionMs).toISOString();
      return commit(database, (trx) => deleteBefore(trx, before));
    },
  };
}
