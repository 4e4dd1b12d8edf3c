import { setTimeout as sleep } from 'node:timers/promises';
import { commit } from '../db/transact.ts';
import type { Deps } from '../deps.ts';
import { isJobOpen, releaseJob } from '../jobs/claim-queries.ts';
import { hashSlice, type SliceEnd } from './alias-hashing.ts';
import type { MoveRows } from './alias-hashing-queries.ts';
import { hashingJob } from './unhashed-check.ts';

/** How the work is divided; milliseconds. */
export interface HashingPace {
  size: number;
  /** Between two slices, for answers and everything else that writes. */
  pauseMs: number;
  /** Until a node asks again that found another one at work, or the database away. */
  waitMs: number;
}

const usualPace: HashingPace = { size: 200, pauseMs: 100, waitMs: 5000 };
/** Another node takes over the job of a process that was killed after this long. */
const leaseMs = 30_000;
const detail =
  'Anonymous visitors’ ids are being hashed. Until this is done, a copy of the database contains ids that are not.';

type Needs = Pick<Deps, 'database' | 'readiness' | 'randomId' | 'clock' | 'log'>;

/**
 * Hashes the anonymous ids stored by earlier versions, slice by slice, while this node serves. Every
 * node runs one, and one at a time works. `movers` move the rows that other modules keep of a
 * visitor. Returns a function that stops it after the slice under way.
 */
export function startAliasHashing(
  deps: Needs,
  movers: readonly MoveRows[],
  pace = usualPace,
): () => Promise<void> {
  const stopping = new AbortController();
  const running = run({ deps, movers, pace }, stopping.signal);
  return async () => {
    stopping.abort();
    await running;
  };
}

/** How a node works. */
interface Work {
  deps: Needs;
  movers: readonly MoveRows[];
  pace: HashingPace;
}

async function run(work: Work, stopped: AbortSignal): Promise<void> {
  const { deps, pace } = work;
  const owner = deps.randomId();
  const job = { ...work, owner, end: undefined as SliceEnd };
  while (!stopped.aborted) {
    const pauseMs = await step(job).catch((err: unknown) => {
      deps.log.error({ err }, 'hashing anonymous ids failed; it is tried again');
      return pace.waitMs;
    });
    if (pauseMs === undefined) return;
    await sleep(pauseMs, undefined, { signal: stopped, ref: false }).catch(() => {});
  }
  await releaseJob(deps.database.writer, hashingJob, owner).catch(() => {});
}

/** The pause after which to go on; undefined once the job is done. */
async function step(job: Work & { owner: string; end: SliceEnd }): Promise<number | undefined> {
  const { deps, movers, pace, owner } = job;
  const isOpen = await isJobOpen(deps.database.reader, hashingJob);
  deps.readiness.set(hashingJob, isOpen ? detail : undefined);
  if (!isOpen) return undefined;
  const now = deps.clock();
  const until = new Date(now.getTime() + leaseMs).toISOString();
  const claim = { owner, now: now.toISOString(), until };
  const { size } = pace;
  const slice = { claim, after: job.end, size, randomId: deps.randomId, movers };
  const outcome = await commit(deps.database, (trx) => hashSlice(trx, slice));
  if (outcome.kind === 'taken') return pace.waitMs;
  if (outcome.kind === 'more') job.end = outcome.end;
  return outcome.kind === 'more' ? pace.pauseMs : 0;
}
