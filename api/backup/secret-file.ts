import { existsSync } from 'node:fs';

/** The path of the secret that belongs to a backup. */
export function secretFileOfBackup(file: string): string {
  return `${file}.secret`;
}

/**
 * `environment`: `SECRET` is set. `database`: in the database, and so in every backup. `file`: in
 * the file beside the database. `none`: not created yet.
 */
export type SecretLocation = 'environment' | 'database' | 'file' | 'none';

/** Returns where the secret of an instance is. `file` is the one beside an SQLite database. */
export function locateSecret(
  secret: string | undefined,
  isInside: boolean,
  file: string | undefined,
): SecretLocation {
  if (secret !== undefined) return 'environment';
  if (isInside) return 'database';
  return file !== undefined && existsSync(file) ? 'file' : 'none';
}
