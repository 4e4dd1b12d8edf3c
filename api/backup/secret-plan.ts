import type { ConfiguredSecrets } from '../db/instance/secret.ts';
import { secretFileOfBackup } from './secret-file.ts';
import { describeSecretLoss, findSecretLoss, type SecretLoss } from './secret-loss.ts';
import { findStoredSecret, type StoredRows } from './stored-rows.ts';

/**
 * `restored`: from the file beside the backup. `kept`: a file with a secret was there already.
 * `environment`: `SECRET` is set. `database`: the secret is in the database. `created`: a new one,
 * because the former one is lost. `missing`: the backup does not say whether there was one; the
 * operator must provide it.
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
  /** Whether to copy the file beside the backup to the place beside the database. */
  mustCopyFile: boolean;
  /** Null if nothing is lost. */
  lost: SecretLoss | null;
}

/** The contents of the secret files; there are none on PostgreSQL. */
export interface SecretFiles {
  /** The content of the file beside the backup. */
  included: string | undefined;
  /** The content of the file beside the database to restore to. */
  present: string | undefined;
}

/**
 * Finds the secret that the next start will use, as `findSecrets` does, and what is lost under that
 * secret. Throws an Error if two secrets contradict each other.
 */
export function planSecret(
  rows: StoredRows,
  configured: ConfiguredSecrets,
  { included, present }: SecretFiles,
  now: Date,
): SecretPlan {
  const stored = findStoredSecret(rows, 'secret');
  const isConfigured = configured.secret !== undefined;
  const fromFile = present ?? included;
  if (!isConfigured && included !== undefined && fromFile !== included)
    throw contradiction('included');
  if (stored !== undefined && fromFile !== undefined && stored !== fromFile)
    throw contradiction('own');
  const otherSecrets = [configured.secret, configured.secretPrevious, present, stored].filter(
    isDefined,
  );
  const lossWithoutFile = findSecretLoss(rows, otherSecrets, now);
  const lost = findSecretLoss(rows, [...otherSecrets, included].filter(isDefined), now);
  const isNeeded = isConfigured ? lossWithoutFile !== null : stored === undefined;
  const mustCopyFile = present === undefined && included !== undefined && isNeeded && lost === null;
  if (isConfigured) return { secret: 'environment', mustCopyFile, lost };
  if (stored !== undefined) return { secret: 'database', mustCopyFile, lost };
  if (present !== undefined) return { secret: 'kept', mustCopyFile, lost };
  if (mustCopyFile) return { secret: 'restored', mustCopyFile, lost };
  return { secret: lost ? 'created' : 'missing', mustCopyFile, lost };
}

/** Throws an Error with the list if something is lost and the operator has not accepted that. */
export function expectAccepted(
  lost: SecretLoss | null,
  acceptNewSecret: boolean,
  file: string,
): void {
  if (lost === null || acceptNewSecret) return;
  throw new Error(`The secret that this backup was made under is missing. Without it, the following is lost:
${describeSecretLoss(lost).join('\n')}
Everything else is kept, including invitations and password links. Nothing was restored.
To lose nothing, set SECRET or SECRET_PREVIOUS to the former secret, or on SQLite save it in ${secretFileOfBackup(file)}.
To continue without it: tidings restore ${file} --accept-new-secret`);
}

function contradiction(kind: 'included' | 'own'): Error {
  const sentences = {
    included:
      'The file "secret" beside the database does not contain the secret of this backup, which is in the file beside the backup. Move one of the two files.',
    own: 'The file with the secret belongs to another database: this backup contains its own secret. Move that file.',
  };
  return new Error(`${sentences[kind]} Nothing was restored.`);
}

function isDefined(text: string | undefined): text is string {
  return text !== undefined;
}
