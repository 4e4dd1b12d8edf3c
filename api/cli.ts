#!/usr/bin/env node
import { readFileSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { Command, Option } from 'commander';
import { type KeyScope, keyScopes, type Role, roles } from '../contract/vocabulary.ts';
import { addBackupCommands } from './commands/backup.ts';
import { loadEnvironmentFile, readConfig, readInstance } from './config.ts';
import { restrictNewFiles } from './db/sqlite/file-modes.ts';
import type { StartOptions } from './server.ts';

/**
 * The `tidings` command. Each subcommand loads its modules when it runs, so that `--help` and the
 * commands that only use HTTP start fast. Exit codes: 0 done, 1 refused or failed, 2 wrong usage.
 */
const program = new Command('tidings')
  .description('Release notes and feedback for your product.')
  .version('0.2.0')
  .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 2));

/**
 * Set after the start: lets a busy server's heap grow to three times its live size before V8
 * collects garbage. V8's default is four times; with twice, answers took longer.
 */
const heapGrowth = '--heap-growing-percent=200';

program
  .command('serve')
  .description('Migrate the database, make the first project where there is none, and serve.')
  .option(
    '--accept-new-secret',
    'serve under another secret than before: sessions end, and lost HS256 token keys are retired',
    false,
  )
  .option('--accept-lone-file', 'start on an SQLite file whose log is missing', false)
  .action(async (options: StartOptions) => {
    const { startServer } = await import('./server.ts');
    const config = readConfig();
    const build = {
      folder: new URL('./', import.meta.url),
      widget: new URL('../widget/', import.meta.url),
      dashboard: new URL('../admin/', import.meta.url),
      demoProduct: new URL('../demo/harbour/', import.meta.url),
      changelog: readFileSync(new URL('../../CHANGELOG.md', import.meta.url), 'utf8'),
    };
    const screen = process.stdout.isTTY ? process.stdout : undefined;
    const server = await startServer(config, build, { ...options, screen });
    setFlagsFromString(heapGrowth);
    stopOnSignal(server.stop);
  });

program
  .command('migrate')
  .description(
    'Bring the schema to this version, all of it or nothing. Stop every server first; see docs/upgrading.md.',
  )
  .action(async () => {
    const { open } = await import('./db/connect.ts');
    const { migrate } = await import('./db/migrate.ts');
    const database = await open(readConfig().databaseUrl);
    try {
      const done = await migrate(database, undefined, { onProgress: console.error });
      console.log(
        done.length === 0 ? 'The schema is up to date.' : `Migrated: ${done.join(', ')}.`,
      );
    } finally {
      await database.close();
    }
  });

addBackupCommands(program, readConfig);

program
  .command('demo')
  .description('Fill a project with three months of generated releases, visitors and answers.')
  .option('--project <slug>', 'the project that is made, or taken away', 'demo')
  .option('--remove', 'take the generated project away, with all that is in it', false)
  .option('--json', 'print the outcome as JSON', false)
  .action(async (options: { project: string; remove: boolean; json: boolean }) => {
    const { runDemo } = await loadDemo();
    await runDemo(readConfig(), new URL('./', import.meta.url), options);
  });

program
  .command('verify')
  .description('Count every tally anew and walk the audit log; ends with 1 where something is off.')
  .action(async () => {
    const { verifyAt } = await import('./commands/verify-counts.ts');
    const { ok, lines } = await verifyAt(readConfig().databaseUrl);
    console.log(lines.join('\n'));
    if (!ok) process.exitCode = 1;
  });

program
  .command('audit')
  .description('The record of who changed what.')
  .command('verify')
  .description('Walk the chain of the audit log; ends with 1 where it does not hold.')
  .option('--project <slug>', 'only this one')
  .action(async ({ project }: { project?: string }) => {
    const { verifyAuditAt } = await import('./commands/verify-audit.ts');
    const { ok, lines } = await verifyAuditAt(readConfig().databaseUrl, project);
    console.log(lines.join('\n'));
    if (!ok) process.exitCode = 1;
  });

program
  .command('key')
  .description('API keys, made on the database itself.')
  .command('create')
  .description('Make an API key; the last line printed is the key, shown this once.')
  .requiredOption('--project <slug>', 'the project that the key opens')
  .addOption(
    new Option('--scope <scope>', 'what it may do').choices([...keyScopes]).makeOptionMandatory(),
  )
  .option('--name <name>', 'how people will recognise it', 'command line')
  .action(async (options: { project: string; scope: KeyScope; name: string }) => {
    const { createKeyAt } = await import('./commands/create-key.ts');
    const { key, name, prefix, scope } = await createKeyAt(readConfig().databaseUrl, options);
    console.log(`Made the ${scope} key "${name}" (prefix ${prefix}), shown this once:`);
    console.log(key);
  });

program
  .command('owner-link')
  .description(
    'Create a link for the first owner, valid for 24 hours; the last line printed is the link. It ends the link created before.',
  )
  .action(async () => {
    const { createOwnerLinkAt } = await import('./commands/owner-link.ts');
    const { link, expiresAt } = await createOwnerLinkAt(readConfig());
    console.log(`The first person to open this link becomes the owner, until ${expiresAt}:`);
    console.log(link);
  });

const member = program.command('member').description('People, let in on the database itself.');

member
  .command('link')
  .description('Invite somebody; the last line printed is the link, which works once, for 7 days.')
  .requiredOption('--project <slug>', 'the project that they come into')
  .addOption(
    new Option('--role <role>', 'what they may do').choices([...roles]).makeOptionMandatory(),
  )
  .action(async (options: { project: string; role: Role }) => {
    const { createInvitationAt: inviteAt } = await import('./commands/member-link.ts');
    const { role, expiresAt, link } = await inviteAt(readConfig(), options);
    console.log(
      `Whoever opens this link first is ${role} of ${options.project}, until ${expiresAt}:`,
    );
    console.log(link);
  });

member
  .command('password')
  .description(
    'Let somebody choose a new password; the last line printed is the link, which works once, for a day.',
  )
  .requiredOption('--email <address>', 'the address that they sign in with')
  .action(async ({ email }: { email: string }) => {
    const { createPasswordLinkAt: linkToPasswordAt } = await import(
      './commands/member-password.ts'
    );
    const { name, expiresAt, link } = await linkToPasswordAt(readConfig(), email);
    console.log(
      `Whoever opens this link first chooses the password of ${name}, until ${expiresAt}:`,
    );
    console.log(link);
  });

program
  .command('import')
  .description('Import a changelog over HTTP. Reads TIDINGS_URL and TIDINGS_KEY.')
  .argument('<file>', 'a Markdown changelog')
  .requiredOption('--project <slug>', 'the project that gets the releases')
  .option('--dry-run', 'say what would be made, and make nothing', false)
  .option('--json', 'print the report as JSON', false)
  .action(async (path: string, options: { project: string; dryRun: boolean; json: boolean }) => {
    const { importFile } = await import('./commands/import.ts');
    const file = { name: path, markdown: readMarkdown(path) };
    await importFile(file, readInstance(), options);
  });

/** Built separately, because the server does not need the demo. */
function loadDemo(): Promise<typeof import('../demo/demo-command.ts')> {
  return import(new URL('../demo/demo-command.js', import.meta.url).href);
}

function readMarkdown(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (code === 'ENOENT') throw new Error(`There is no file ${path}.`, { cause });
    if (code === 'EISDIR') throw new Error(`${path} is a folder.`, { cause });
    throw new Error(`${path} cannot be read: ${(cause as Error).message}`, { cause });
  }
}

/**
 * How long a node still accepts requests after a signal, in ms: a load balancer needs a moment to
 * notice that the node stops.
 */
const drainMs = { SIGTERM: 3000, SIGINT: 0 };

function stopOnSignal(stop: (drainMs: number) => Promise<void>): void {
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, () => {
      stop(drainMs[signal]).then(() => process.exit(0), fail);
    });
  }
}

function fail(error: unknown): never {
  console.error(error instanceof Error ? error.message : String(error));
  process.exit(1);
}

restrictNewFiles();
loadEnvironmentFile();
await program.parseAsync().catch(fail);
