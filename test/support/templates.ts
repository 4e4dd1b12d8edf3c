import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import pg from 'pg';
import { connect } from '../../api/db/connect.ts';
import { migrate } from '../../api/db/migrate.ts';

/** A migrated database of each kind, to be copied: migrating anew for each test would be slow. */
export interface Templates {
  sqlite: string;
  postgres: string;
  /** Removes the PostgreSQL template and whatever an interrupted test left beside it. */
  drop(): Promise<void>;
}

export async function makeTemplates(folder: string, serverUrl: string): Promise<Templates> {
  const sqlite = join(folder, 'template.sqlite');
  await migrateAt(`sqlite:${sqlite}`);
  const name = `tidings_test_${randomBytes(4).toString('hex')}`;
  await administer(serverUrl, `create database ${name}`);
  const postgres = databaseUrl(serverUrl, name);
  await migrateAt(postgres);
  return { sqlite, postgres, drop: () => dropAll(serverUrl, name) };
}

/** The same server, another database. */
export function databaseUrl(serverUrl: string, name: string): string {
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return url.href;
}

/** Runs one statement outside of any transaction, as making and dropping databases needs. */
export async function administer(url: string, statement: string): Promise<pg.QueryResult> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await client.query(statement);
  } finally {
    await client.end();
  }
}

async function migrateAt(url: string): Promise<void> {
  const database = connect(url);
  await migrate(database);
  await database.close();
}

async function dropAll(serverUrl: string, prefix: string): Promise<void> {
  const { rows } = await administer(
    serverUrl,
    `select datname from pg_database where starts_with(datname, '${prefix}')`,
  );
  for (const { datname } of rows) {
    await administer(serverUrl, `drop database if exists ${datname} with (force)`);
  }
}
