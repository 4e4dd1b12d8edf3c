import { commit } from '../../db/transact.ts';
import type { Deps } from '../../deps.ts';
import type { Job } from '../../jobs/jobs.ts';
import { dayBefore, hourBefore } from './network-hours.ts';
import { deleteNetworkKeys, deleteNetworkRows } from './network-queries.ts';

/** How long network rows are kept. Only the last 24 hours are ever counted. */
const retentionHours = 48;
const hourMs = 60 * 60 * 1000;

type JobContext = Pick<Deps, 'database' | 'clock'>;

/**
 * Deletes what is stored about networks: counts and raters after 48 hours, and the keys of days
 * that are no longer looked up. Without its key, no digest leads to an address.
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
    failure: 'old network counts could not be deleted',
    everyMs: hourMs,
    run: () => deleteOldNetworks(deps),
  };
}
