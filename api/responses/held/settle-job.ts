import { nodeSlot } from '../../db/node-slot.ts';
import { commit } from '../../db/transact.ts';
import type { Deps } from '../../deps.ts';
import { type Job, pause } from '../../jobs/jobs.ts';
import { findGroupToSettle } from '../../visitors/networks/held-groups.ts';
import { settleSlice } from './review.ts';

/** Lets answers be stored between two slices: a group of 100,000 visitors takes minutes. */
const pauseMs = 20;

type JobContext = Pick<Deps, 'database' | 'clock'>;

/**
 * Moves the rows of held groups whose pass is due, slice by slice, each in its own transaction. If
 * a pass is interrupted, the next call continues it, on any node.
 */
export async function settleDue(
  { database, clock }: JobContext,
  stopping?: AbortSignal,
): Promise<void> {
  while (!stopping?.aborted) {
    const due = await findGroupToSettle(database.reader, clock());
    if (!due) return;
    await commit(database, (trx) => settleSlice(trx, due, nodeSlot(0)));
    if (stopping) await pause(pauseMs, stopping);
  }
}

/** Runs `settleDue` once a second. */
export function settleJob(deps: JobContext): Job {
  return {
    name: 'held-groups',
    failure: 'the answers of a held group could not be moved',
    everyMs: 1000,
    run: (stopping) => settleDue(deps, stopping),
  };
}
