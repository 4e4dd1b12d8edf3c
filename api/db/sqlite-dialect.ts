import { setTimeout as sleep } from 'node:timers/promises';
import type BetterSqlite3 from 'better-sqlite3';
import {
  CompiledQuery,
  type DatabaseConnection,
  type Driver,
  type Kysely,
  type QueryResult,
  SqliteAdapter,
  SqliteDialect,
} from 'kysely';

/** How many prepared statements a connection keeps; the code has far fewer distinct ones. */
const maxStatements = 500;
/** How long whoever asks for the connection waits, all in all, for another process's lock (R4). */
const maxWaitMs = 5000;
const lookAgainMs = 10;

/**
 * Kysely's SQLite dialect with four differences. Statements are prepared once and kept: preparing
 * costs more than running. A transaction takes the write lock at its start, so that it waits instead
 * of failing half-way. It waits without SQLite's own busy handler, which would hold up the whole
 * process, reads included. And Kysely is told that SQLite's DDL is transactional: it otherwise runs
 * migrations without a transaction (R18).
 */
export class TidingsSqliteDialect extends SqliteDialect {
  readonly #database: BetterSqlite3.Database;

  constructor(database: BetterSqlite3.Database) {
    super({ database });
    database.pragma('busy_timeout = 0');
    this.#database = database;
  }

  override createDriver(): Driver {
    return new ImmediateDriver(this.#database);
  }

  override createAdapter(): SqliteAdapter {
    return new TransactionalAdapter();
  }
}

class TransactionalAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true;
  }

  /** `begin immediate` is the lock: the second process waits there. */
  override async acquireMigrationLock(_db: Kysely<unknown>): Promise<void> {}
}

class ImmediateDriver implements Driver {
  readonly #connection: KeptStatements;
  readonly #waiting: (() => void)[] = [];
  #taken = false;

  constructor(database: BetterSqlite3.Database) {
    this.#connection = new KeptStatements(database);
  }

  async init(): Promise<void> {}

  /** One connection, handed out in order of asking; the time in the queue is time waited too. */
  async acquireConnection(): Promise<DatabaseConnection> {
    const patientUntilMs = performance.now() + maxWaitMs;
    if (this.#taken) await new Promise<void>((next) => this.#waiting.push(next));
    this.#taken = true;
    this.#connection.patientUntilMs = patientUntilMs;
    return this.#connection;
  }

  async releaseConnection(): Promise<void> {
    const next = this.#waiting.shift();
    if (next) next();
    else this.#taken = false;
  }

  async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('begin immediate'));
  }

  async commitTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('commit'));
  }

  /** A full disk makes SQLite roll back by itself; a second rollback would hide the first error. */
  async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    if (this.#connection.inTransaction) {
      await connection.executeQuery(CompiledQuery.raw('rollback'));
    }
  }

  async destroy(): Promise<void> {
    this.#connection.close();
  }
}

class KeptStatements implements DatabaseConnection {
  /** Until when its holder waits for a lock, by the clock of `performance`. */
  patientUntilMs = 0;
  readonly #database: BetterSqlite3.Database;
  readonly #statements = new Map<string, BetterSqlite3.Statement>();

  constructor(database: BetterSqlite3.Database) {
    this.#database = database;
  }

  get inTransaction(): boolean {
    return this.#database.inTransaction;
  }

  async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    for (;;) {
      try {
        return this.#run(query);
      } catch (error) {
        if (!this.#isWorthWaiting(error)) throw error;
        await sleep(lookAgainMs);
      }
    }
  }

  /** Never inside a transaction: that has the lock, or will not get it however long it waits. */
  #isWorthWaiting(error: unknown): boolean {
    const { code } = error as { code?: unknown };
    const isBusy = typeof code === 'string' && code.startsWith('SQLITE_BUSY');
    return isBusy && !this.inTransaction && performance.now() < this.patientUntilMs;
  }

  #run<R>({ sql, parameters }: CompiledQuery): QueryResult<R> {
    const statement = this.#prepare(sql);
    if (isBatch(parameters)) return runEach(statement, parameters);
    if (statement.reader) return { rows: statement.all(parameters) as R[] };
    const { changes, lastInsertRowid } = statement.run(parameters);
    return { rows: [], numAffectedRows: BigInt(changes), insertId: BigInt(lastInsertRowid) };
  }

  async *streamQuery<R>({ sql, parameters }: CompiledQuery): AsyncIterableIterator<QueryResult<R>> {
    for (const row of this.#database.prepare(sql).iterate(parameters)) yield { rows: [row as R] };
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

/** SQLite has no arrays: where the parameters are some, each is a row for the same statement. */
function isBatch(parameters: readonly unknown[]): parameters is Batch {
  return Array.isArray(parameters[0]);
}

function runEach<R>(statement: BetterSqlite3.Statement, batch: Batch): QueryResult<R> {
  if (statement.reader) return { rows: batch.flatMap((row) => statement.all(row) as R[]) };
  let changes = 0;
  for (const row of batch) changes += statement.run(row).changes;
  return { rows: [], numAffectedRows: BigInt(changes) };
}
