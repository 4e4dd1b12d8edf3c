import type BetterSqlite3 from 'better-sqlite3';
import { countSecretSql } from '../../db/instance/secret.ts';
import { protectedTables, type StoredRow, type StoredRows } from '../stored-rows.ts';

/** A table, its columns in order of name, and the columns that order its rows. */
export interface Table {
  name: string;
  columns: string[];
  order: string[];
}

export function listTables(database: BetterSqlite3.Database): Table[] {
  const names = database
    .prepare(
      `select name from sqlite_schema
       where type = 'table' and substr(name, 1, 7) <> 'sqlite_' order by name`,
    )
    .pluck()
    .all() as string[];
  return names.map((name) => describeTable(database, name));
}

/** Iterates over the rows, each as an array in the order of the table's columns. */
export function iterateRows(
  database: BetterSqlite3.Database,
  { name, columns, order }: Table,
): IterableIterator<unknown> {
  const list = (names: string[]) => names.map(quoted).join(', ');
  const sql = `select ${list(columns)} from ${quoted(name)} order by ${list(order)}`;
  return database.prepare(sql).raw().iterate();
}

export function isSecretInside(database: BetterSqlite3.Database): boolean {
  return database.prepare(countSecretSql).pluck().get() !== 0;
}

export function readStoredRows(database: BetterSqlite3.Database): StoredRows {
  const known = new Set(listTables(database).map(({ name }) => name));
  const read = (name: string) =>
    known.has(name) ? database.prepare(`select * from ${quoted(name)}`).all() : [];
  const entries = protectedTables.map((name) => [name, read(name) as StoredRow[]]);
  return Object.fromEntries(entries);
}

export function countTables(database: BetterSqlite3.Database): number {
  return database.prepare('select count(*) from sqlite_schema').pluck().get() as number;
}

/** Begins a transaction and takes its snapshot, which stays until the transaction ends. */
export function beginSnapshot(database: BetterSqlite3.Database): void {
  database.exec('begin');
  countTables(database);
}

function describeTable(database: BetterSqlite3.Database, name: string): Table {
  const found = database
    .prepare('select name, pk from pragma_table_info(?) order by name')
    .all(name) as { name: string; pk: number }[];
  const columns = found.map((column) => column.name);
  const keys = found.filter(({ pk }) => pk > 0).sort((a, b) => a.pk - b.pk);
  return { name, columns, order: keys.length > 0 ? keys.map((key) => key.name) : columns };
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
