import { commit } from '../../db/transact.ts';
import type { Deps } from '../../deps.ts';
import type { Job } from '../../jobs/jobs.ts';
import { dayBefore, hourBefore } from './network-hours.ts';
import { deleteNetworkKeys, deleteNetworkRows } from './network-queries.ts';

/** How long the rows of a network are kept; only the last 24 hours are ever counted. */
const retentionHours = 48;
const hourMs = 60 * 60 * 1000;

type JobContext = Pick<Deps, 'database' | 'clock'>;

/**
 * Deletes what is stored of networks after 48 hours: the counts, which visitors came from them, and
 * the keys of days that are not looked up any more, without which no digest leads to an address.
 */
export async function deleteOldNetworks({ database, clock }: JobContext): Promise<void> {
  const at = clock().toISOString();
  await commit(database, async (trx) => {
    await deleteNetworkRows(trx, hourBefore(at, retentionHours));
    await deleteNetworkKeys(trx, dayBefore(at, 1));
  });
}

/** Runs `deleteOldNetworks` once an hour. */
export function networkRetentionJob(deps: JobContext): Job {
  return {
    name: 'networks',
    failure: 'network rows not deleted',
    everyMs: hourMs,
    run: () => deleteOldNetworks(deps),
  };
}
