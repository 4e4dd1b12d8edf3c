import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Config } from '../api/config.ts';
import { openExisting } from '../api/db/connect.ts';
import type { Database, Db } from '../api/db/database.ts';
import { addressForLinks } from '../api/db/instance/address.ts';
import { migrate } from '../api/db/migrate.ts';
import { commit } from '../api/db/transact.ts';
import { AppError } from '../api/errors.ts';
import { newId } from '../api/ids.ts';
import { createChangelogReader } from '../api/imports/changelog/reader.ts';
import { createRenderer } from '../api/notes/markdown/renderer.ts';
import { openKeysOfVisitors } from '../api/open-keys.ts';
import {
  findGeneratedProject,
  type GeneratedProject,
  removeGeneratedProject,
} from '../api/projects/generated.ts';
import { type FillResult, fillProject } from './filling/fill-project.ts';

interface DemoOptions {
  project: string;
  remove: boolean;
  json: boolean;
}

/** Fixed, so that everyone sees the same demo. */
const seed = 20_260_901;

/** A dependency of the SQLite driver. Its changelog ends where the script's versions begin. */
const historyPackage = 'prebuild-install';

/**
 * Runs `tidings demo`: creates a generated project in the database, or removes it with `remove`,
 * and prints what was done. An existing project is kept unchanged. Throws `wrong_state` for a
 * project that was not generated or is incomplete, and `not_found` if there is none to remove.
 */
export async function runDemo(config: Config, folder: URL, options: DemoOptions): Promise<void> {
  const database = await openExisting(config.databaseUrl);
  try {
    await migrate(database);
    if (options.remove) return await removeProject(database, options);
    const existing = await findGeneratedProject(database.reader, options.project);
    const publicUrl = await addressForLinks(database.reader, config);
    if (existing) reportExisting(existing, publicUrl, options);
    else await createProject(database, { ...config, publicUrl }, folder, options);
  } finally {
    await database.close();
  }
}

function reportExisting(
  existing: GeneratedProject,
  publicUrl: string,
  { project, json }: DemoOptions,
): void {
  if (!existing.isComplete) throw incompleteError(project);
  const { publicKey } = existing;
  const message = `The generated project "${project}" already exists. Nothing was changed.`;
  if (json) print({ project, publicKey, made: false });
  else console.log(`${message}\n${nextSteps(publicUrl, publicKey, project)}`);
}

async function createProject(
  database: Database,
  config: Config,
  folder: URL,
  { project, json }: DemoOptions,
): Promise<void> {
  const now = new Date();
  const renderer = createRenderer({ workerUrl: new URL('render-worker.js', folder) });
  const readChangelog = createChangelogReader(new URL('read-worker.js', folder));
  const keys = { visitors: await openKeysOfVisitors(database, now) };
  const log = (line: string) => (json ? undefined : console.log(line));
  try {
    const deps = { database, renderer, readChangelog, randomId: newId, keys };
    const options = { slug: project, seed, now, history: readHistory(folder), log };
    const result = await fillProject(deps, options).catch(async (error: unknown) => {
      throw await translateSlugTaken(error, database, project);
    });
    if (json) print({ project, ...result, made: true });
    else
      console.log(`${summary(result)}\n${nextSteps(config.publicUrl, result.publicKey, project)}`);
  } finally {
    await renderer.close();
  }
}

async function removeProject(database: Database, { project, json }: DemoOptions): Promise<void> {
  const remove = (trx: Db) => removeGeneratedProject(trx, project);
  const removed = await commit(database, remove);
  if (json) return print({ project, removed });
  console.log(removedText(project, removed));
}

/**
 * Falls back to our own changelog if the package is missing, such as after another kind of
 * installation or with a later driver.
 */
function readHistory(folder: URL): string {
  try {
    const packagePath = createRequire(import.meta.url).resolve(`${historyPackage}/package.json`);
    return readFileSync(join(dirname(packagePath), 'CHANGELOG.md'), 'utf8');
  } catch {
    return readFileSync(new URL('../api/CHANGELOG.md', folder), 'utf8');
  }
}

/** Someone else may have created the project since the check. */
async function translateSlugTaken(
  error: unknown,
  { reader }: Database,
  project: string,
): Promise<unknown> {
  const isSlugTaken = error instanceof AppError && error.code === 'slug_taken';
  if (!isSlugTaken) return error;
  await findGeneratedProject(reader, project);
  return incompleteError(project);
}

function incompleteError(project: string): AppError {
  return new AppError(
    'wrong_state',
    `The generated project "${project}" is incomplete: it is still being filled, or filling was interrupted. Wait, or remove it with: npx tidings demo --remove --project ${project}`,
  );
}

function summary({ releases, imported, visitors, exposures, answers }: FillResult): string {
  return `Done: ${releases} releases, ${imported} imported releases, ${visitors} visitors, ${exposures} exposures, ${answers} answers.`;
}

/** The counts that mean something to people; `--json` prints the number of rows of each table. */
function removedText(
  project: string,
  { release = 0, visitor = 0, response = 0 }: Record<string, number | undefined>,
): string {
  const counts = `${release} releases, ${visitor} visitors and ${response} answers`;
  return `Removed the generated project "${project}" and everything in it, including ${counts}.`;
}

function nextSteps(publicUrl: string, publicKey: string, project: string): string {
  return [
    `Open the dashboard: ${publicUrl}/admin/${project}/releases`,
    `Open the host app:  ${publicUrl}/demo?project=${publicKey}`,
    `Remove the project: npx tidings demo --remove --project ${project}`,
  ].join('\n');
}

function print(outcome: object): void {
  console.log(JSON.stringify(outcome, null, 2));
}
