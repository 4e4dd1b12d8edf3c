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
export interface DatabasePlace {
  url: string;
  remove(): Promise<void>;
}

const places: Record<Dialect, (migrated: boolean) => Promise<DatabasePlace>> = {
  sqlite: makeSqlite,
  postgres: makePostgres,
};

/**
 * Says the same of every database that Tidings runs on. What a test opens is closed and removed
 * after it, so open in the test or in `beforeEach`, never in `beforeAll`.
 */
export function onEachDatabase(name: string, specify: (databases: Databases) => void): void {
  for (const dialect of ['sqlite', 'postgres'] as const) {
    describe(`${name} (${dialect})`, () => {
      const leftOver: (() => Promise<void>)[] = [];
      afterEach(async () => {
        while (leftOver.length > 0) await leftOver.pop()?.();
      });
      const openAt = async (migrated: boolean) => {
        const place = await places[dialect](migrated);
        leftOver.push(place.remove);
        return openHere(place.url, leftOver);
      };
      specify({ dialect, open: () => openAt(true), openEmpty: () => openAt(false) });
    });
  }
}

/**
 * A database for all tests of a file, of the kind that `stageDialect` names: what is played in a browser
 * runs on each in a project of its own (`vite.config.ts`).
 */
export function makeStageDatabase(): Promise<DatabasePlace> {
  return places[inject('stageDialect')](true);
}

function openHere(url: string, leftOver: (() => Promise<void>)[]): TestDatabase {
  const connectOnce = (): Database => {
    const database = connect(url);
    let closed: Promise<void> | undefined;
    const close = () => {
      closed ??= database.close();
      return closed;
    };
    leftOver.push(close);
    return { ...database, close };
  };
  return { ...connectOnce(), openSecond: connectOnce };
}

async function makeSqlite(migrated: boolean): Promise<DatabasePlace> {
  const folder = await mkdtemp(join(tmpdir(), 'tidings-test-'));
  const path = join(folder, 'tidings.sqlite');
  if (migrated) await copyFile(inject('sqliteTemplate'), path);
  return { url: `sqlite:${path}`, remove: () => rm(folder, { recursive: true, force: true }) };
}

async function makePostgres(migrated: boolean): Promise<DatabasePlace> {
  const server = new URL(inject('postgresTemplate'));
  const template = server.pathname.slice(1);
  server.pathname = '/postgres';
  const name = `${template}_${randomBytes(6).toString('hex')}`;
  const copied = migrated ? template : 'template0';
  await administer(server.href, `create database ${name} template ${copied} strategy file_copy`);
  const remove = async () => {
    await administer(server.href, `drop database ${name} with (force)`);
  };
  return { url: databaseUrl(server.href, name), remove };
}
