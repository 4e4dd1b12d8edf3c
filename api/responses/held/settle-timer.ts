import { nodeSlot } from '../../db/node-slot.ts';
import { commit } from '../../db/transact.ts';
import type { Deps } from '../../deps.ts';
import { dueGroup } from '../../visitors/networks/held-groups.ts';
import { settleSlice } from './review.ts';

const tickMs = 1000;
/** A group of 100,000 visitors takes minutes; answers are stored between two slices. */
const pauseMs = 20;

type Means = Pick<Deps, 'database' | 'clock'>;

/**
 * Moves the rows of held groups whose pass is due, slice by slice, each in its own transaction. A pass
 * that is interrupted goes on with the next call, on any node.
 */
export async function settleDue(
  { database, clock }: Means,
  mayGoOn = async () => true,
): Promise<void> {
  for (;;) {
    const due = await dueGroup(database.reader, clock());
    if (!due) return;
    await commit(database, (trx) => settleSlice(trx, due, nodeSlot(0)));
    if (!(await mayGoOn())) return;
  }
}

/** Runs `settleDue` once a second until the returned function is called. Each node runs one. */
export function startSettling(deps: Means & Pick<Deps, 'log'>): () => void {
  let isBusy = false;
  let isStopped = false;

  async function pause(): Promise<boolean> {
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
    return !isStopped;
  }

  async function tick(): Promise<void> {
    if (isBusy) return;
    isBusy = true;
    try {
      await settleDue(deps, pause);
    } catch (err) {
      if (!isStopped) deps.log.error({ err }, 'a held group could not be moved');
    } finally {
      isBusy = false;
    }
  }

  const timer = setInterval(() => void tick(), tickMs);
  timer.unref();
  return () => {
    isStopped = true;
    clearInterval(timer);
  };
}
