import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import { Counter, Gauge, type Registry } from 'prom-client';

/** Work that every server does in the background. */
export interface Job {
  /** Names the job in the metrics: kebab-case. */
  name: string;
  /** The message that is logged with the error if a run fails. */
  failure: string;
  /** The pause between the end of a run and the next one. */
  everyMs: number;
  /**
   * Runs the job once. A run may be interrupted, repeated, and made by several nodes at once. A
   * long run ends soon after `stopping` is aborted.
   */
  run(stopping: AbortSignal): Promise<void>;
}

/** The pause after the first failure; it doubles with every further one. */
const firstRetryMs = 250;
/**
 * The longest pause before a retry: 5 seconds for frequent jobs, 5 minutes for rare ones. Between
 * these limits, the job's own pause.
 */
const maxRetryMs = { frequent: 5000, rare: 300_000 };

/**
 * Runs each job now and again after its pause, never twice at once. A run that fails is logged and
 * tried again after `retryMs`. Returns a function that stops all jobs and resolves when no run is
 * under way.
 */
export function startJobs(
  jobs: readonly Job[],
  { log, metrics }: { log: Logger; metrics: Registry },
): () => Promise<void> {
  const stopping = new AbortController();
  const meters = createMeters(metrics);
  const running = jobs.map((job) => repeat(job, { log, meters, stopping: stopping.signal }));
  return async () => {
    stopping.abort();
    await Promise.all(running);
  };
}

/**
 * The pause before a failed run is tried again, in ms. `failures` is the number of failures in a
 * row, from 1.
 */
export function retryMs(everyMs: number, failures: number): number {
  const most = Math.min(Math.max(everyMs, maxRetryMs.frequent), maxRetryMs.rare);
  return Math.min(firstRetryMs * 2 ** (failures - 1), most);
}

interface RepeatOptions {
  log: Logger;
  meters: Meters;
  stopping: AbortSignal;
}

async function repeat(job: Job, { log, meters, stopping }: RepeatOptions): Promise<void> {
  let failures = 0;
  while (!stopping.aborted) {
    try {
      await job.run(stopping);
      failures = 0;
      meters.succeeded(job.name);
    } catch (err) {
      failures += 1;
      meters.failed(job.name);
      log.error({ err }, job.failure);
    }
    const pauseMs = failures === 0 ? job.everyMs : retryMs(job.everyMs, failures);
    await pause(pauseMs, stopping);
  }
}

/** Waits, but at most until `stopping` is aborted. Does not keep the process alive. */
export async function pause(ms: number, stopping: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal: stopping, ref: false }).catch(() => {});
}

interface Meters {
  succeeded(job: string): void;
  failed(job: string): void;
}

function createMeters(registry: Registry): Meters {
  const registers = [registry];
  const runs = new Counter({
    name: 'job_runs_total',
    help: 'Runs of background jobs, by job and outcome (succeeded or failed).',
    labelNames: ['job', 'outcome'],
    registers,
  });
  const last = new Gauge({
    name: 'job_last_success_timestamp_seconds',
    help: 'Time at which the last successful run of a background job ended, in Unix seconds.',
    labelNames: ['job'],
    registers,
  });
  return {
    succeeded(job) {
      runs.inc({ job, outcome: 'succeeded' });
      last.setToCurrentTime({ job });
    },
    failed: (job) => runs.inc({ job, outcome: 'failed' }),
  };
}
