import type { Deps } from '../deps.ts';
import type { Job } from '../jobs/jobs.ts';
import { stampDue } from './publishing.ts';
import { findNextDue } from './state-queries.ts';

/**
 * Stamps scheduled releases when their time comes. Between changes, a run only compares the clock
 * with the next planned time, without a query.
 */
export function stampJob(deps: Pick<Deps, 'database' | 'notices' | 'randomId' | 'clock'>): Job {
  let nextDue: string | null = null;
  let isOutdated = true;
  deps.notices.onChange(() => {
    isOutdated = true;
  });

  async function readNextDue(): Promise<void> {
    // Reset before the query, so that a change made during the query is read by the next run.
    isOutdated = false;
    try {
      nextDue = await findNextDue(deps.database.reader);
    } catch (error) {
      isOutdated = true;
      throw error;
    }
  }

  return {
    name: 'scheduled-releases',
    failure: 'a scheduled release could not be stamped',
    everyMs: 250,
    async run() {
      if (isOutdated) await readNextDue();
      const now = deps.clock();
      if (nextDue === null || nextDue > now.toISOString()) return;
      await stampDue(deps, now);
      isOutdated = true;
    },
  };
}
