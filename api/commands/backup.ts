import type { Command } from 'commander';
import { createProgress } from '../backup/progress.ts';
import type { RestoreOptions } from '../backup/restore-options.ts';
import type { Config } from '../config.ts';

/** Adds `tidings backup` and `tidings restore`, which load their modules when they run. */
export function addBackupCommands(program: Command, readConfig: () => Config): void {
  program
    .command('backup')
    .description('Write a checked copy of the database to a new file. The server can keep running.')
    .argument('<file>', 'the file to create')
    .option('--with-secret', 'also copy the secret of the instance to FILE.secret', false)
    .option('--json', 'print the report as JSON', false)
    .action(async (file: string, options: { withSecret: boolean; json: boolean }) => {
      const { backUp, describeBackup } = await import('../backup/back-up.ts');
      const config = readConfig();
      const report = await backUp(config, file, options, createProgress(process.stderr));
      print(report, options.json, describeBackup(report, config.databaseUrl));
    });

  program
    .command('restore')
    .description('Restore a backup to the database that DATABASE_URL names, which must be empty.')
    .argument('<file>', 'a file that "tidings backup" created')
    .option('--hash <sha256>', 'refuse the backup if its rows have a different hash')
    .option(
      '--accept-new-secret',
      'restore with a different secret: sessions end, and lost HS256 token keys are retired',
      false,
    )
    .option('--json', 'print the report as JSON', false)
    .action(async (file: string, options: Omit<RestoreOptions, 'now'> & { json: boolean }) => {
      const { restore, describeRestore } = await import('../backup/restore.ts');
      const config = readConfig();
      const request = { ...options, now: new Date() };
      const report = await restore(config, file, request, createProgress(process.stderr));
      print(report, options.json, describeRestore(report, config.databaseUrl));
    });
}

function print(report: unknown, asJson: boolean, lines: string[]): void {
  console.log(asJson ? JSON.stringify(report, null, 2) : lines.join('\n'));
}
