import type { Deps } from '../deps.ts';
import { countServing } from './serving-lock.ts';

const lookEveryMs = 5000;
const sentence =
  'Another process serves this SQLite file too. Run one server per file, or use PostgreSQL for several: limits and live streams are counted by each process alone.';

/**
 * Adds a sentence to the log and to the reply of `/readyz` while another process serves the same
 * SQLite file. Looks once before it resolves, and then every 5 s until the server stops.
 */
export async function watchForSecondServer({
  database,
  log,
  readiness,
  stopping,
}: Pick<Deps, 'database' | 'log' | 'readiness' | 'stopping'>): Promise<void> {
  if (database.dialect !== 'sqlite') return;
  let isAlone = true;
  const look = async () => {
    const wasAlone = isAlone;
    isAlone = (await countServing(database.url)) <= 1;
    if (wasAlone && !isAlone) log.warn(sentence);
    if (wasAlone !== isAlone) readiness.set('second-server', isAlone ? undefined : sentence);
  };
  const onError = (err: unknown) => log.warn({ err }, 'counting the servers of this file failed');
  await look().catch(onError);
  const timer = setInterval(() => void look().catch(onError), lookEveryMs).unref();
  stopping.addEventListener('abort', () => clearInterval(timer), { once: true });
}
