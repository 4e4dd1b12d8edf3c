import { Registry } from 'prom-client';
import type { Deps } from '../../api/deps.ts';
import { type Job, startJobs } from '../../api/jobs/jobs.ts';

/** Runs one job as a server does, until the returned function has resolved. */
export function startJob({ log }: Pick<Deps, 'log'>, job: Job): () => Promise<void> {
  return startJobs([job], { log, metrics: new Registry() });
}
