import { countServing } from '../db/serving-lock.ts';
import type { Deps } from '../deps.ts';
import type { Job } from './jobs.ts';

const sentence =
  'Another process serves this SQLite file too. Run one server per file, or use PostgreSQL for several: each process counts limits and live streams on its own.';

/**
 * Adds a sentence to the log and to the reply of `/readyz` while another process serves the same
 * SQLite file. Does nothing on PostgreSQL.
 */
export function secondServerJob({
  database,
  log,
  readiness,
}: Pick<Deps, 'database' | 'log' | 'readiness'>): Job {
  let isOnlyServer = true;
  return {
    name: 'second-server',
    failure: 'counting the servers of this file failed',
    everyMs: 5000,
    async run() {
      if (database.dialect !== 'sqlite') return;
      const wasOnlyServer = isOnlyServer;
      isOnlyServer = (await countServing(database.url)) <= 1;
      if (wasOnlyServer && !isOnlyServer) log.warn(sentence);
      if (wasOnlyServer !== isOnlyServer)
        readiness.set('second-server', isOnlyServer ? undefined : sentence);
    },
  };
}
