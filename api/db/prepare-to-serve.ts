import type { Database } from './database.ts';
import { migrate, refuseNewer } from './migrate.ts';
import { acquireServingLock, countServing } from './serving-lock.ts';

/** The events of a server's database, for its log. */
export interface ServeEvents {
  /** A sentence at each step of a migration that may take long. */
  onProgress(sentence: string): void;
  /**
   * Other servers use the same SQLite file, which is meant for one. `serving` counts this one too.
   */
  onShared(serving: number): void;
  /** The connection of the serving lock broke; it is opened again every second. PostgreSQL only. */
  onLockLost(error: unknown): void;
  /** The schema became newer while the lock was lost: this process must stop serving. */
  onNewer(error: unknown): void;
}

/**
 * Migrates an open database and takes its serving lock, which the returned database holds until it
 * is closed. Throws an Error with a sentence for the operator; the database then stays open.
 */
export async function prepareToServe(
  database: Database,
  { onProgress, onShared, onLockLost, onNewer }: ServeEvents,
): Promise<Database> {
  await migrate(database, undefined, { onProgress });
  const lock = await acquireServingLock(database.url, {
    onLost: onLockLost,
    onReacquired: () => void refuseNewer(database).catch(onNewer),
  });
  try {
    // Another process may have migrated between our migration and our lock.
    await refuseNewer(database);
    const serving = database.dialect === 'sqlite' ? await countServing(database.url) : 1;
    if (serving > 1) onShared(serving);
  } catch (error) {
    await lock.release();
    throw error;
  }
  const close = async () => {
    await database.close();
    await lock.release();
  };
  return { ...database, close };
}
