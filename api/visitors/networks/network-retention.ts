import { commit } from '../../db/transact.ts';
import type { Deps } from '../../deps.ts';
import { dayBefore, hourBefore } from './network-hours.ts';
import { deleteNetworkKeys, deleteNetworkRows } from './network-queries.ts';

/** How long the rows of a network are kept; only the last 24 hours are ever counted. */
const keptHours = 48;
const intervalMs = 60 * 60 * 1000;

type Means = Pick<Deps, 'database' | 'clock'>;

/**
 * Deletes what is stored of networks after 48 hours: the counts, which visitors came from them, and
 * the keys of days that are not looked up any more, without which no digest leads to an address.
 */
export async function forgetNetworks({ database, clock }: Means): Promise<void> {
  const at = clock().toISOString();
  await commit(database, async (trx) => {
    await deleteNetworkRows(trx, hourBefore(at, keptHours));
    await deleteNetworkKeys(trx, dayBefore(at, 1));
  });
}

/** Runs `forgetNetworks` now and every hour until the returned function is called, on each node. */
export function startForgettingNetworks(deps: Means & Pick<Deps, 'log'>): () => void {
  const forget = () => {
    forgetNetworks(deps).catch((err) => deps.log.error({ err }, 'network rows not deleted'));
  };
  forget();
  const timer = setInterval(forget, intervalMs);
  timer.unref();
  return () => clearInterval(timer);
}
