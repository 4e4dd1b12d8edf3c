import { CompiledQuery, PostgresAdapter, type QueryResult } from 'kysely';
import type { Db, Dialect } from './database.ts';

/** The columns that a statement over many rows is given, and how JSON values become theirs. */
export type InputColumns<Row> = { readonly [Column in keyof Row & string]: 'text' | 'integer' };

/** Runs one statement over all rows; without rows it asks nothing of the database. */
export type BatchStatement<Row, Result> = (
  db: Db,
  rows: readonly Row[],
) => Promise<QueryResult<Result>>;

/** The rows that a statement is given, as it may write them. */
export interface InputRows {
  /** To select from: a table expression named `given`. */
  table: string;
  /** To insert: what follows `insert into … (columns)`. */
  rows: string;
}

/** The SQL that joins another module's table with the given rows. */
export interface InputJoin {
  /** The table with its alias, to follow `cross join`. */
  table: string;
  /** Which rows of it belong to a given row. */
  condition: string;
}

const noResult = { rows: [], numAffectedRows: 0n };

/**
 * Makes a statement over many rows at once. `write` writes the SQL around what stands for them; the
 * text is made once, not per request. PostgreSQL is sent all rows in one parameter, as JSON in
 * arrays, since names repeated in each row would cost more than the insert itself. SQLite, which is
 * no network away, runs the statement for each row: half the cost of unpacking JSON.
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

/** Writes `insert into … (columns) rows`, without what to do on a conflict. */
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
 * Holds these keys until the transaction ends: another batch on any node that names one of them
 * waits. Taken in one order by all, so that nobody waits in a circle. On SQLite the transaction
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

/** `values` for an insert: before a `select` SQLite copies each page it changes, to undo half of it. */
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
