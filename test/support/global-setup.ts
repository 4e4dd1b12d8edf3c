import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import type { Dialect } from '../../api/db/database.ts';
import { buildServer } from './build.ts';
import { findChromium, findHeadlessShell } from './chromium.ts';
import { findFirefox, findWebKit } from './engines/find-engines.ts';
import type { WebKitPaths } from './engines/webkit.ts';
import { providePostgres } from './postgres.ts';
import { makeTemplates } from './templates.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Why there is no built server; empty where there is one. */
    buildProblem: string;
    /** A browser's executable, as people have it. */
    chromiumPath: string;
    /** The same without windows, for all that does not need them. */
    headlessShellPath: string;
    /** Firefox's executable. */
    firefoxPath: string;
    webKitPaths: WebKitPaths;
    /** The migrated SQLite file that each test gets a copy of. */
    sqliteTemplate: string;
    /** The kind of database of those that have one for a whole file; of the vitest project. */
    fileDialect: Dialect;
    /** A server on which this run may make databases; the path names the migrated template. */
    postgresTemplate: string;
  }
}

/** Provides, once per run, what tests cannot do without: the built server, two databases, a browser. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const chromiumPath = findChromium();
  const headlessShellPath = findHeadlessShell();
  const folder = mkdtempSync(join(tmpdir(), 'tidings-test-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  const postgres = await providePostgres();
  const templates = await makeTemplates(folder, postgres.url);
  project.provide('buildProblem', buildServer());
  project.provide('chromiumPath', chromiumPath);
  project.provide('headlessShellPath', headlessShellPath);
  project.provide('firefoxPath', findFirefox());
  project.provide('webKitPaths', findWebKit());
  project.provide('sqliteTemplate', templates.sqlite);
  project.provide('postgresTemplate', templates.postgres);
  return async () => {
    await templates.drop();
    await postgres.stop();
  };
}
