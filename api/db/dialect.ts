import { CompiledQuery, PostgresAdapter, type QueryResult } from 'kysely';
import type { Db, Dialect } from './database.ts';

/** The columns of a statement over many rows, with the SQL type that each JSON value is cast to. */
export type InputColumns<Row> = { readonly [Column in keyof Row & string]: 'text' | 'integer' };

/** Runs one statement over all rows; without rows, sends no query to the database. */
export type BatchStatement<Row, Result> = (
  db: Db,
  rows: readonly Row[],
) => Promise<QueryResult<Result>>;

/** The SQL for the rows that a statement receives. */
export interface InputRows {
  /** A table expression named `given`, to select from. */
  table: string;
  /** The rows to insert, to follow `insert into … (columns)`. */
  rows: string;
}

/** The SQL that joins another module's table with the given rows. */
export interface InputJoin {
  /** The table with its alias, to follow `cross join`. */
  table: string;
  /** The condition that selects the table's rows for a given row. */
  condition: string;
}

const noResult = { rows: [], numAffectedRows: 0n };

/**
 * Creates a statement over many rows. `write` returns the SQL around the rows; the text is created
 * once, not per request. PostgreSQL receives all rows in one parameter, as JSON in arrays, because
 * names repeated in each row would cost more than the insert itself. SQLite, which needs no
 * network, runs the statement for each row, at half the cost of unpacking JSON.
 */
export function batchStatement<Row extends object, Result = unknown>(
  columns: InputColumns<Row>,
  write: (given: InputRows) => string,
): BatchStatement<Row, Result> {
  const names = Object.keys(columns) as (keyof Row & string)[];
  const texts: Record<Dialect, string> = {
    sqlite: write(sqliteInput(names)),
    postgres: write(postgresInput(names, columns)),
  };
  return async (db, rows) => {
    if (rows.length === 0) return noResult;
    const dialect = dialectOf(db);
    const values = rows.map((row) => names.map((name) => row[name]));
    const parameters = dialect === 'sqlite' ? values : [JSON.stringify(values)];
    return db.executeQuery<Result>(CompiledQuery.raw(texts[dialect], parameters));
  };
}

/** Returns `insert into … (columns) rows`, without a conflict clause. */
export function insertInto<Row>(
  table: string,
  columns: InputColumns<Row>,
  given: InputRows,
): string {
  return `insert into ${table} (${Object.keys(columns).join(', ')}) ${given.rows}`;
}

const lock = batchStatement<{ key: string }>(
  { key: 'text' },
  (given) => `select pg_advisory_xact_lock(hash)
    from (select distinct hashtextextended(key, 0) as hash from ${given.table} order by 1) as sorted`,
);

/**
 * Locks these keys until the transaction ends: another batch on any node that names one of them
 * waits. All callers lock in the same order, so they cannot deadlock. On SQLite the transaction
 * itself is the lock.
 */
export async function lockKeys(trx: Db, keys: Iterable<string>): Promise<void> {
  if (dialectOf(trx) === 'sqlite') return;
  await lock(
    trx,
    Array.from(keys, (key) => ({ key })),
  );
}

/** The kind of database that a connection or transaction belongs to. */
export function dialectOf(db: Db): Dialect {
  return db.getExecutor().adapter instanceof PostgresAdapter ? 'postgres' : 'sqlite';
}

/**
 * Inserts with `values`: for an insert from a `select`, SQLite copies each page that it changes, so
 * that it can undo half of the statement.
 */
function sqliteInput(names: readonly string[]): InputRows {
  return {
    table: `(select ${names.map((name) => `? as ${name}`).join(', ')}) as given`,
    rows: `values (${names.map(() => '?').join(', ')})`,
  };
}

function postgresInput(names: readonly string[], columns: Record<string, string>): InputRows {
  const values = names.map((name, i) => `(value ->> ${i})::${columns[name]} as ${name}`);
  const table = `(select ${values.join(', ')} from jsonb_array_elements($1::jsonb)) as given`;
  return { table, rows: `select ${names.join(', ')} from ${table}` };
}
