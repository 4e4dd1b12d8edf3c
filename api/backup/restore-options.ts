import type { Contents } from './contents.ts';
import type { SecretLoss } from './secret-loss.ts';
import type { RestoredSecret } from './secret-plan.ts';

/** What the operator asks for, and when. */
export interface RestoreOptions {
  /** The hash that the backup reported; undefined restores whatever the file holds. */
  hash?: string | undefined;
  /** Whether the backup is restored without the secret that it was made under. */
  acceptNewSecret: boolean;
  now: Date;
}

/** What was restored from a file. */
export interface RestoredBackup {
  /** What the backup holds, before anything that is lost was taken out of it. */
  contents: Contents;
  secret: RestoredSecret;
  lost: SecretLoss | null;
}

/** Throws an Error if the rows have another hash than the operator expects. */
export function checkHash(actual: string, expected: string | undefined): void {
  if (expected === undefined || expected.toLowerCase() === actual) return;
  throw new Error(
    `The rows of this backup have the hash ${actual}, not ${expected}. Nothing was restored.`,
  );
}
