import type { Client } from 'pg';
import { countSecretSql } from '../../db/instance/secret.ts';
import type { Table } from '../sqlite/queries.ts';

const rowsPerFetch = 2000;

/** Starts a snapshot, and returns the name with which pg_dump can read the same snapshot. */
export async function beginSnapshot(client: Client): Promise<string> {
  await client.query('begin isolation level repeatable read read only');
  await client.query("select set_config('statement_timeout', '0', true)");
  await client.query("select set_config('idle_in_transaction_session_timeout', '0', true)");
  const { rows } = await client.query('select pg_export_snapshot() as name');
  return rows[0].name;
}

/** The server's major version. */
export async function readServerMajor(client: Client): Promise<number> {
  const { rows } = await client.query('show server_version_num');
  return Math.floor(Number(rows[0].server_version_num) / 10_000);
}

/** Counts all tables that anyone has created in this database. */
export async function countTables(client: Client): Promise<number> {
  const { rows } = await client.query(`select count(*) as count from pg_tables
    where schemaname not in ('pg_catalog', 'information_schema')`);
  return Number(rows[0].count);
}

/** Counts the pg_restore processes that work in this database now. */
export async function countRestores(client: Client): Promise<number> {
  const { rows } = await client.query(`select count(*) as count from pg_stat_activity
    where datname = current_database() and application_name = 'pg_restore'`);
  return Number(rows[0].count);
}

/** Drops all tables that `listTables` returns, with the objects that depend on them. */
export async function dropTables(client: Client): Promise<void> {
  const names = (await listTables(client)).map(({ name }) => quoted(name));
  if (names.length > 0) await client.query(`drop table ${names.join(', ')} cascade`);
}

export async function isSecretInside(client: Client): Promise<boolean> {
  const { rows } = await client.query(countSecretSql);
  return rows[0].count !== '0';
}

/**
 * Lists the tables. Columns are in order of name; `order` is the primary key in its own order, or
 * all columns if there is none.
 */
export async function listTables(client: Client): Promise<Table[]> {
  const { rows } = await client.query(`
    select t.tablename as name,
      (select array_to_json(array_agg(a.attname order by a.attname collate "C"))
        from pg_attribute a
        where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped) as columns,
      (select array_to_json(array_agg(a.attname order by array_position(i.indkey::int[], a.attnum::int)))
        from pg_index i join pg_attribute a on a.attrelid = c.oid and a.attnum = any(i.indkey)
        where i.indrelid = c.oid and i.indisprimary) as keys
    from pg_tables t
    join pg_class c on c.relname = t.tablename
    join pg_namespace n on n.oid = c.relnamespace and n.nspname = t.schemaname
    where t.schemaname = current_schema()
    order by t.tablename collate "C"`);
  return rows.map(({ name, columns, keys }) => {
    const all = JSON.parse(columns) as string[];
    return { name, columns: all, order: keys ? (JSON.parse(keys) as string[]) : all };
  });
}

/** Yields each row as an array of texts, in the order of the table's columns. */
export async function* iterateRows(
  client: Client,
  { name, columns, order }: Table,
): AsyncGenerator<unknown> {
  const list = (names: string[]) => names.map(quoted).join(', ');
  await client.query(`declare backup_rows no scroll cursor for
    select ${list(columns)} from ${quoted(name)} order by ${list(order)}`);
  for (;;) {
    const text = `fetch ${rowsPerFetch} from backup_rows`;
    const { rows } = await client.query({ text, rowMode: 'array' });
    if (rows.length === 0) break;
    yield* rows;
  }
  await client.query('close backup_rows');
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
