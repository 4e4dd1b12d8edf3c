import { commit } from '../db/transact.ts';
import type { Deps } from '../deps.ts';
import { isJobOpen, releaseJob } from '../jobs/claim-queries.ts';
import { type Job, pause } from '../jobs/jobs.ts';
import { hashSlice, type SliceEnd, type SliceOutcome } from './alias-hashing.ts';
import type { ReplaceVisitorIds } from './alias-hashing-queries.ts';
import { hashingJob } from './unhashed-check.ts';

/** How the job is divided into slices. Times are in milliseconds. */
export interface HashingPace {
  size: number;
  /** The pause between two slices, so that answers and other writes can run. */
  pauseMs: number;
  /** The wait before a node tries again if another node has the job or the database is down. */
  waitMs: number;
}

const defaultPace: HashingPace = { size: 200, pauseMs: 100, waitMs: 5000 };
/** After this time, another node takes over the job of a process that was killed. */
const leaseMs = 30_000;
const detail =
  'Anonymous visitor ids are being hashed. Until this is done, a copy of the database contains some ids that are not hashed.';

type JobContext = Pick<Deps, 'database' | 'readiness' | 'randomId' | 'clock'>;

/**
 * Hashes the anonymous ids stored by earlier versions, slice by slice, while this node serves. One
 * node works at a time. `replacers` update the visitor ids in the tables of other modules.
 */
export function aliasHashingJob(
  deps: JobContext,
  replacers: readonly ReplaceVisitorIds[],
  pace: HashingPace = defaultPace,
): Job {
  const work = { deps, replacers, size: pace.size, owner: deps.randomId() };
  let isDone = false;

  async function hashAll(stopping: AbortSignal): Promise<void> {
    let end: SliceEnd;
    while (!stopping.aborted) {
      const outcome = await hashNext(work, end);
      isDone = outcome.kind === 'done';
      if (outcome.kind !== 'more') return;
      end = outcome.end;
      await pause(pace.pauseMs, stopping);
    }
  }

  return {
    name: 'anonymous-ids',
    failure: 'anonymous ids could not be hashed; the job will be tried again',
    everyMs: pace.waitMs,
    async run(stopping) {
      if (isDone) return;
      try {
        await hashAll(stopping);
      } finally {
        if (stopping.aborted) await releaseJob(deps.database.writer, hashingJob, work.owner);
      }
    },
  };
}

/** The parameters that all slices of this process share. */
interface Work {
  deps: JobContext;
  replacers: readonly ReplaceVisitorIds[];
  size: number;
  owner: string;
}

/** Hashes the slice after `after`, and reports on `/readyz` whether the job is still open. */
async function hashNext(
  { deps, replacers, size, owner }: Work,
  after: SliceEnd,
): Promise<SliceOutcome> {
  const isOpen = await isJobOpen(deps.database.reader, hashingJob);
  deps.readiness.set(hashingJob, isOpen ? detail : undefined);
  if (!isOpen) return { kind: 'done' };
  const now = deps.clock();
  const until = new Date(now.getTime() + leaseMs).toISOString();
  const claim = { owner, now: now.toISOString(), until };
  const slice = { claim, after, size, randomId: deps.randomId, replacers };
  const outcome = await commit(deps.database, (trx) => hashSlice(trx, slice));
  if (outcome.kind === 'done') deps.readiness.set(hashingJob, undefined);
  return outcome;
}
