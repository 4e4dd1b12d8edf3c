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
  .description('Migrate the database, create the first project if there is none, and serve.')
  .option(
    '--accept-new-secret',
    'serve with a different secret: sessions end, and lost HS256 token keys are retired',
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
    'Migrate the schema to this version, all or nothing. Stop every server first; see docs/upgrading.md.',
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
  .option('--project <slug>', 'the project to create or remove', 'demo')
  .option('--remove', 'remove the generated project and everything in it', false)
  .option('--json', 'print the result as JSON', false)
  .action(async (options: { project: string; remove: boolean; json: boolean }) => {
    const { runDemo } = await loadDemo();
    await runDemo(readConfig(), new URL('./', import.meta.url), options);
  });

program
  .command('verify')
  .description('Recount every tally and check the audit log; exits with 1 if anything is wrong.')
  .action(async () => {
    const { verifyAt } = await import('./commands/verify-counts.ts');
    const { ok, lines } = await verifyAt(readConfig().databaseUrl);
    console.log(lines.join('\n'));
    if (!ok) process.exitCode = 1;
  });

program
  .command('audit')
  .description('Commands for the audit log.')
  .command('verify')
  .description(
    'Check the chain of the audit log; exits with 1 if an entry was changed, moved or removed.',
  )
  .option('--project <slug>', 'check only this project')
  .action(async ({ project }: { project?: string }) => {
    const { verifyAuditAt } = await import('./commands/verify-audit.ts');
    const { ok, lines } = await verifyAuditAt(readConfig().databaseUrl, project);
    console.log(lines.join('\n'));
    if (!ok) process.exitCode = 1;
  });

program
  .command('key')
  .description('Create API keys directly in the database.')
  .command('create')
  .description('Create an API key. The last line printed is the key, which is shown only once.')
  .requiredOption('--project <slug>', 'the project that the key is for')
  .addOption(
    new Option('--scope <scope>', 'what the key may do')
      .choices([...keyScopes])
      .makeOptionMandatory(),
  )
  .option('--name <name>', 'a name by which people recognise the key', 'command line')
  .action(async (options: { project: string; scope: KeyScope; name: string }) => {
    const { createKeyAt } = await import('./commands/create-key.ts');
    const { key, name, prefix, scope } = await createKeyAt(readConfig().databaseUrl, options);
    console.log(`Created the ${scope} key "${name}" (prefix ${prefix}). It is shown only once:`);
    console.log(key);
  });

program
  .command('owner-link')
  .description(
    'Create a link for the first owner, valid for 24 hours, and revoke the previous link. The last line printed is the link.',
  )
  .action(async () => {
    const { createOwnerLinkAt } = await import('./commands/owner-link.ts');
    const { link, expiresAt } = await createOwnerLinkAt(readConfig());
    console.log(
      `The first person to open this link becomes the owner. The link works until ${expiresAt}:`,
    );
    console.log(link);
  });

const member = program
  .command('member')
  .description('Invite people and reset passwords directly in the database.');

member
  .command('link')
  .description('Invite someone. The last line printed is the link, which works once, for 7 days.')
  .requiredOption('--project <slug>', 'the project to join')
  .addOption(
    new Option('--role <role>', 'the role in the project')
      .choices([...roles])
      .makeOptionMandatory(),
  )
  .action(async (options: { project: string; role: Role }) => {
    const { createInvitationAt } = await import('./commands/member-link.ts');
    const { role, expiresAt, link } = await createInvitationAt(readConfig(), options);
    console.log(
      `The first person to open this link becomes ${role} of ${options.project}. The link works until ${expiresAt}:`,
    );
    console.log(link);
  });

member
  .command('password')
  .description(
    'Let someone choose a new password. The last line printed is the link, which works once, for 24 hours.',
  )
  .requiredOption('--email <address>', 'the e-mail address that the person signs in with')
  .action(async ({ email }: { email: string }) => {
    const { createPasswordLinkAt } = await import('./commands/member-password.ts');
    const { name, expiresAt, link } = await createPasswordLinkAt(readConfig(), email);
    console.log(
      `The first person to open this link can choose a new password for ${name}. The link works until ${expiresAt}:`,
    );
    console.log(link);
  });

program
  .command('import')
  .description('Import a changelog over HTTP. Reads TIDINGS_URL and TIDINGS_KEY.')
  .argument('<file>', 'a Markdown changelog')
  .requiredOption('--project <slug>', 'the project to import the releases into')
  .option('--dry-run', 'report what would be imported, and import nothing', false)
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
    if (code === 'EISDIR') throw new Error(`${path} is a folder. Choose a file.`, { cause });
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
