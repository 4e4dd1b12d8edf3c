import type { Contents } from './contents.ts';
import type { SecretLoss } from './secret-loss.ts';
import type { RestoredSecret } from './secret-plan.ts';

/** The operator's options, and the current time. */
export interface RestoreOptions {
  /** The hash that the backup reported; if it is undefined, any hash is accepted. */
  hash?: string | undefined;
  /** Whether to restore without the secret that the backup was made under. */
  acceptNewSecret: boolean;
  now: Date;
}

/** The result of a restore. */
export interface RestoredBackup {
  /** The contents of the backup, before lost token keys were retired. */
  contents: Contents;
  secret: RestoredSecret;
  lost: SecretLoss | null;
}

/** Throws an Error if the rows do not have the hash that the operator expects. */
export function checkHash(actual: string, expected: string | undefined): void {
  if (expected === undefined || expected.toLowerCase() === actual) return;
  throw new Error(
    `The rows of this backup have the hash ${actual}, not ${expected}. Nothing was restored.`,
  );
}
