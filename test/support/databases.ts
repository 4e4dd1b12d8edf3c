import { randomBytes } from 'node:crypto';
import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, inject } from 'vitest';
import { connect } from '../../api/db/connect.ts';
import type { Database, Dialect } from '../../api/db/database.ts';
import { administer, databaseUrl } from './templates.ts';

/** A database of one test's own, gone after it. */
export interface TestDatabase extends Database {
  /** Connects once more, as another process or node would. */
  openSecond(): Database;
}

/** What a specification is given to work on, once for each kind of database. */
export interface Databases {
  dialect: Dialect;
  /** A fresh database with today's schema. */
  open(): Promise<TestDatabase>;
  /** A fresh database without any table, for the tests of migrations. */
  openEmpty(): Promise<TestDatabase>;
}

/** Where a database is. */
export interface DatabaseLocation {
  url: string;
  remove(): Promise<void>;
}

const creators: Record<Dialect, (migrated: boolean) => Promise<DatabaseLocation>> = {
  sqlite: createSqlite,
  postgres: createPostgres,
};

/**
 * Says the same of every database that Tidings runs on. What a test opens is closed and removed
 * after it, so open in the test or in `beforeEach`, never in `beforeAll`.
 */
export function onEachDatabase(name: string, specify: (databases: Databases) => void): void {
  for (const dialect of ['sqlite', 'postgres'] as const) {
    describe(`${name} (${dialect})`, () => {
      const cleanups: (() => Promise<void>)[] = [];
      afterEach(async () => {
        while (cleanups.length > 0) await cleanups.pop()?.();
      });
      const openAt = async (migrated: boolean) => {
        const location = await creators[dialect](migrated);
        cleanups.push(location.remove);
        return openTestDatabase(location.url, cleanups);
      };
      specify({ dialect, open: () => openAt(true), openEmpty: () => openAt(false) });
    });
  }
}

/**
 * A database for all tests of a file, of the kind that `fileDialect` names: what is played in a browser
 * runs on each in a project of its own (`vite.config.ts`).
 */
export function createFileDatabase(): Promise<DatabaseLocation> {
  return creators[inject('fileDialect')](true);
}

function openTestDatabase(url: string, cleanups: (() => Promise<void>)[]): TestDatabase {
  const connectOnce = (): Database => {
    const database = connect(url);
    let closed: Promise<void> | undefined;
    const close = () => {
      closed ??= database.close();
      return closed;
    };
    cleanups.push(close);
    return { ...database, close };
  };
  return { ...connectOnce(), openSecond: connectOnce };
}

async function createSqlite(migrated: boolean): Promise<DatabaseLocation> {
  const folder = await mkdtemp(join(tmpdir(), 'tidings-test-'));
  const path = join(folder, 'tidings.sqlite');
  if (migrated) await copyFile(inject('sqliteTemplate'), path);
  return { url: `sqlite:${path}`, remove: () => rm(folder, { recursive: true, force: true }) };
}

async function createPostgres(migrated: boolean): Promise<DatabaseLocation> {
  const server = new URL(inject('postgresTemplate'));
  const templateName = server.pathname.slice(1);
  server.pathname = '/postgres';
  const name = `${templateName}_${randomBytes(6).toString('hex')}`;
  const template = migrated ? templateName : 'template0';
  await administer(server.href, `create database ${name} template ${template} strategy file_copy`);
  const remove = async () => {
    await administer(server.href, `drop database ${name} with (force)`);
  };
  return { url: databaseUrl(server.href, name), remove };
}
