import { existsSync } from 'node:fs';
import { type Config, withoutPassword } from '../config.ts';
import { isSqlite } from '../db/connect.ts';
import type { Contents } from './contents.ts';
import { restorePostgres } from './postgres/restore.ts';
import type { BackupProgress } from './progress.ts';
import { describeContents } from './report-text.ts';
import type { RestoreOptions } from './restore-options.ts';
import { secretFileOfBackup } from './secret-file.ts';
import { describeSecretLoss, type SecretLoss } from './secret-loss.ts';
import type { RestoredSecret } from './secret-plan.ts';
import { restoreSqlite } from './sqlite/restore.ts';

/** The report of a restore, as `--json` prints it. Rows and hash are those of the backup. */
export interface RestoreReport extends Contents {
  file: string;
  secret: RestoredSecret;
  /** The loss under a different secret; null if nothing is lost. */
  lost: SecretLoss | null;
}

/**
 * `tidings restore`: restores a backup to the database that `DATABASE_URL` names, which must be
 * empty. A restore that is killed leaves an empty or a complete database. Throws an Error with a
 * sentence if anything is wrong, or if the secret differs and that is not accepted; then nothing
 * has changed.
 */
export async function restore(
  config: Config,
  file: string,
  options: RestoreOptions,
  onProgress: BackupProgress,
): Promise<RestoreReport> {
  if (!existsSync(file)) throw new Error(`There is no file ${file}.`);
  const restoreTo = isSqlite(config.databaseUrl) ? restoreSqlite : restorePostgres;
  const { contents, secret, lost } = await restoreTo(config, file, options, onProgress);
  return { file, ...contents, secret, lost };
}

/** The report as lines of text. */
export function describeRestore(report: RestoreReport, databaseUrl: string): string[] {
  const sentences: Record<RestoredSecret, string> = {
    restored: `restored from ${secretFileOfBackup(report.file)}.`,
    kept: 'the file "secret" was there already and was kept.',
    environment: 'SECRET is set and will be used.',
    database: 'restored with the database.',
    created: isSqlite(databaseUrl)
      ? 'a new one was created in the file "secret" beside the database. Back it up too.'
      : 'a new one was created in the database. Set SECRET to keep it elsewhere.',
    missing:
      'not in this backup. Before the first start, put the file "secret" beside the database, or set SECRET. If there is none, the first start creates one.',
  };
  return [
    `Restored ${report.file} to ${withoutPassword(databaseUrl)}.`,
    ...describeContents(report),
    `  secret  ${sentences[report.secret]}`,
    ...(report.lost
      ? ['Lost, because the secret is different:', ...describeSecretLoss(report.lost)]
      : []),
  ];
}
