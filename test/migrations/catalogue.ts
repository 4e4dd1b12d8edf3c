import { sql } from 'kysely';
import type { Database } from '../../api/db/database.ts';

/** What a database itself says about its tables. */
export interface Catalogue {
  columns: Column[];
  keys: Key[];
}

export interface Column {
  table: string;
  column: string;
  /** In PostgreSQL the name of the collation of a text column; null elsewhere. */
  collation: string | null;
  text: boolean;
}

export interface Key {
  table: string;
  kind: 'primary' | 'unique' | 'foreign';
  columns: string[];
  /** The table and columns that a foreign key names. */
  target?: { table: string; columns: string[] };
}

/** Reads the catalogue, without the databases' own tables. */
export async function readCatalogue(database: Database): Promise<Catalogue> {
  return database.dialect === 'sqlite' ? readSqlite(database) : readPostgres(database);
}

/** One key as a line of text: `response unique project_id survey_id …`. */
export function toLine({ table, kind, columns }: Key): string {
  return `${table} ${kind} ${columns.join(' ')}`;
}

async function readSqlite({ reader }: Database): Promise<Catalogue> {
  const columns = await sql<Column>`
    select t.name as "table", c.name as "column", null as collation, lower(c.type) = 'text' as text
    from pragma_table_list t join pragma_table_info(t.name) c
    where t.schema = 'main' and t.type = 'table' and t.name not like 'sqlite_%'`.execute(reader);
  const primary = sql<KeyPart>`
    select t.name as "table", 'primary' as kind, t.name as name, c.name as "column", c.pk as n,
      null as target, null as "targetColumn"
    from pragma_table_list t join pragma_table_info(t.name) c
    where t.schema = 'main' and c.pk > 0 and t.name not like 'sqlite_%'`;
  const unique = sql<KeyPart>`
    select t.name as "table", 'unique' as kind, i.name as name, c.name as "column", c.seqno as n,
      null as target, null as "targetColumn"
    from pragma_table_list t join pragma_index_list(t.name) i join pragma_index_info(i.name) c
    where t.schema = 'main' and i."unique" = 1 and i.origin <> 'pk'`;
  const foreign = sql<KeyPart>`
    select t.name as "table", 'foreign' as kind, t.name || f.id as name, f."from" as "column",
      f.seq as n, f."table" as target, f."to" as "targetColumn"
    from pragma_table_list t join pragma_foreign_key_list(t.name) f where t.schema = 'main'`;
  const parts = [primary, unique, foreign].map((query) => query.execute(reader));
  const rows = (await Promise.all(parts)).flatMap((part) => part.rows);
  return { columns: columns.rows, keys: assemble(rows) };
}

async function readPostgres({ reader }: Database): Promise<Catalogue> {
  const columns = await sql<Column>`
    select table_name as "table", column_name as "column", collation_name as collation,
      data_type in ('text', 'character varying') as text
    from information_schema.columns where table_schema = 'public'`.execute(reader);
  // Unique indexes, not only constraints; foreign keys apart, for they have no index.
  const indexed = sql<KeyPart>`
    select i.indrelid::regclass::text as "table",
      case when i.indisprimary then 'primary' else 'unique' end as kind,
      i.indexrelid::text as name, a.attname as "column", k.n as n,
      null as target, null as "targetColumn"
    from pg_index i join pg_class t on t.oid = i.indrelid,
      unnest(i.indkey) with ordinality as k (attnum, n)
      join pg_attribute a on a.attnum = k.attnum
    where a.attrelid = i.indrelid and i.indisunique and t.relnamespace = 'public'::regnamespace`;
  const foreign = sql<KeyPart>`
    select c.conrelid::regclass::text as "table", 'foreign' as kind, c.oid::text as name,
      a.attname as "column", k.n as n, c.confrelid::regclass::text as target,
      b.attname as "targetColumn"
    from pg_constraint c, unnest(c.conkey, c.confkey) with ordinality as k (here, there, n)
      join pg_attribute a on a.attnum = k.here join pg_attribute b on b.attnum = k.there
    where c.contype = 'f' and a.attrelid = c.conrelid and b.attrelid = c.confrelid`;
  const parts = await Promise.all([indexed.execute(reader), foreign.execute(reader)]);
  return { columns: columns.rows, keys: assemble(parts.flatMap((part) => part.rows)) };
}

interface KeyPart {
  table: string;
  kind: Key['kind'];
  name: string;
  column: string;
  /** The place of the column in its key. */
  n: number;
  target: string | null;
  targetColumn: string | null;
}

function assemble(parts: KeyPart[]): Key[] {
  const keys = new Map<string, Key>();
  for (const part of parts.sort((a, b) => a.n - b.n)) {
    const { table, kind, name, column, target, targetColumn } = part;
    const key = keys.get(`${kind} ${name}`) ?? { table, kind, columns: [] };
    key.columns.push(column);
    if (target) key.target ??= { table: target, columns: [] };
    if (targetColumn) key.target?.columns.push(targetColumn);
    keys.set(`${kind} ${name}`, key);
  }
  return [...keys.values()];
}
