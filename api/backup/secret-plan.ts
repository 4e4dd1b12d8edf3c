import type { GivenSecrets } from '../db/instance/secret.ts';
import { describeLost, findLost, type Lost } from './lost.ts';
import { secretFileOfBackup } from './secret-file.ts';
import { findStoredSecret, type StoredRows } from './stored-rows.ts';

/**
 * `restored`: from the file beside the backup. `kept`: one was there already. `environment`: `SECRET`
 * is set. `database`: it is in the database. `created`: a new one, because the former one is lost.
 * `missing`: the backup does not say whether there was one; the operator must provide it.
 */
export type RestoredSecret =
  | 'restored'
  | 'kept'
  | 'environment'
  | 'database'
  | 'created'
  | 'missing';

/** The secret that a restored database will be used with. */
export interface SecretPlan {
  secret: RestoredSecret;
  /** Whether the file beside the backup is put beside the database. */
  putsFile: boolean;
  /** Null if nothing is lost. */
  lost: Lost | null;
}

/** The files of secrets, with what they hold; none of them on PostgreSQL. */
export interface SecretFiles {
  /** The one beside the backup. */
  included: string | undefined;
  /** The one beside the place that is restored to. */
  present: string | undefined;
}

/**
 * Finds the secret that the next start will use, as `findSecrets` does, and what is lost under it.
 * Throws an Error if two secrets contradict each other.
 */
export function planSecret(
  rows: StoredRows,
  given: GivenSecrets,
  { included, present }: SecretFiles,
  now: Date,
): SecretPlan {
  const own = findStoredSecret(rows, 'secret');
  const isGiven = given.secret !== undefined;
  const filed = present ?? included;
  if (!isGiven && included !== undefined && filed !== included) throw contradiction('included');
  if (own !== undefined && filed !== undefined && own !== filed) throw contradiction('own');
  const without = [given.secret, given.secretPrevious, present, own].filter(isDefined);
  const lostWithout = findLost(rows, without, now);
  const lost = findLost(rows, [...without, included].filter(isDefined), now);
  const isNeeded = isGiven ? lostWithout !== null : own === undefined;
  const putsFile = present === undefined && included !== undefined && isNeeded && lost === null;
  if (isGiven) return { secret: 'environment', putsFile, lost };
  if (own !== undefined) return { secret: 'database', putsFile, lost };
  if (present !== undefined) return { secret: 'kept', putsFile, lost };
  if (putsFile) return { secret: 'restored', putsFile, lost };
  return { secret: lost ? 'created' : 'missing', putsFile, lost };
}

/** Throws an Error with the list if something is lost and the operator has not accepted that. */
export function expectAccepted(lost: Lost | null, acceptNewSecret: boolean, file: string): void {
  if (lost === null || acceptNewSecret) return;
  throw new Error(`There is no secret here that this backup was made under. Without it, the following is lost:
${describeLost(lost).join('\n')}
Everything else is kept, also invitations and links to new passwords. Nothing was restored.
To lose nothing, set SECRET or SECRET_PREVIOUS to the former secret, or on SQLite put it into ${secretFileOfBackup(file)}.
To continue without it: tidings restore ${file} --accept-new-secret`);
}

function contradiction(kind: 'included' | 'own'): Error {
  const sentences = {
    included:
      'The file "secret" beside the database is not the secret of this backup, which is in the file beside it. Move one of them away.',
    own: 'The file with the secret belongs to another database: this backup contains its own secret. Move that file away.',
  };
  return new Error(`${sentences[kind]} Nothing was restored.`);
}

function isDefined(text: string | undefined): text is string {
  return text !== undefined;
}
