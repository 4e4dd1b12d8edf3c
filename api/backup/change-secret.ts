import type { Config } from '../config.ts';
import { open } from '../db/connect.ts';
import { migrate } from '../db/migrate.ts';
import { openKeys } from '../open-keys.ts';
import type { BackupProgress } from './progress.ts';

/**
 * Migrates a restored database to this version's schema, retires the HS256 token keys that cannot
 * be read, each with an audit entry, and stores the check of the new secret, so that the next start
 * succeeds under that secret.
 */
export async function changeSecret(
  databaseUrl: string,
  secrets: Pick<Config, 'secret' | 'secretPrevious'>,
  now: Date,
  onProgress: BackupProgress,
): Promise<void> {
  onProgress('Changing the secret', 0, 1);
  const database = await open(databaseUrl);
  try {
    await migrate(database);
    await openKeys(database, secrets, { acceptNewSecret: true, now });
  } finally {
    await database.close();
  }
  onProgress('Changing the secret', 1, 1);
}
