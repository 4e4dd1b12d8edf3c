import { existsSync } from 'node:fs';

/** Where a backup keeps the secret that belongs to it. */
export function secretFileOfBackup(file: string): string {
  return `${file}.secret`;
}

/**
 * `environment`: `SECRET` is set. `database`: in the database, and so in every backup. `file`: in the
 * file beside the database. `none`: not created yet.
 */
export type SecretPlace = 'environment' | 'database' | 'file' | 'none';

/** Where the secret of an instance is. `file` is the one beside an SQLite database. */
export function findSecret(
  secret: string | undefined,
  isInside: boolean,
  file: string | undefined,
): SecretPlace {
  if (secret !== undefined) return 'environment';
  if (isInside) return 'database';
  return file !== undefined && existsSync(file) ? 'file' : 'none';
}
