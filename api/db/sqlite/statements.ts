import type BetterSqlite3 from 'better-sqlite3';
import type { CompiledQuery, QueryResult } from 'kysely';

/** How many prepared statements a connection keeps; the code has far fewer distinct ones. */
const maxStatements = 500;

/** A statement for a connection: SQL, and the values for its question marks. */
export type Query = Pick<CompiledQuery, 'sql' | 'parameters'>;

/** An SQLite connection, in this thread or in another. */
export interface SqliteConnection {
  readonly inTransaction: boolean;
  /** Throws an Error whose `code` is SQLite's. */
  run<R>(query: Query): QueryResult<R> | Promise<QueryResult<R>>;
  close(): void | Promise<void>;
}

/**
 * A connection in this thread. It prepares each statement once, because preparing costs more than
 * running.
 */
export class LocalConnection implements SqliteConnection {
  readonly #database: BetterSqlite3.Database;
  readonly #statements = new Map<string, BetterSqlite3.Statement>();

  constructor(database: BetterSqlite3.Database) {
    // SQLite's own busy handler would block the whole process, reads included.
    database.pragma('busy_timeout = 0');
    this.#database = database;
  }

  get inTransaction(): boolean {
    return this.#database.inTransaction;
  }

  run<R>({ sql, parameters }: Query): QueryResult<R> {
    const statement = this.#prepare(sql);
    if (isBatch(parameters)) return runEach(statement, parameters);
    if (statement.reader) return { rows: statement.all(parameters) as R[] };
    const { changes, lastInsertRowid } = statement.run(parameters);
    return { rows: [], numAffectedRows: BigInt(changes), insertId: BigInt(lastInsertRowid) };
  }

  close(): void {
    this.#statements.clear();
    this.#database.close();
  }

  #prepare(sql: string): BetterSqlite3.Statement {
    const known = this.#statements.get(sql);
    if (known) return known;
    if (this.#statements.size >= maxStatements) this.#statements.clear();
    const statement = this.#database.prepare(sql);
    this.#statements.set(sql, statement);
    return statement;
  }
}

type Batch = readonly (readonly unknown[])[];

/** SQLite has no arrays: if the parameters are arrays, each one is a row for the same statement. */
function isBatch(parameters: readonly unknown[]): parameters is Batch {
  return Array.isArray(parameters[0]);
}

function runEach<R>(statement: BetterSqlite3.Statement, batch: Batch): QueryResult<R> {
  if (statement.reader) return { rows: batch.flatMap((row) => statement.all(...row) as R[]) };
  let changes = 0;
  for (const row of batch) changes += statement.run(...row).changes;
  return { rows: [], numAffectedRows: BigInt(changes) };
}
