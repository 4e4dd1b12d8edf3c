import { setTimeout as sleep } from 'node:timers/promises';
import {
  CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  type Kysely,
  type QueryResult,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely';
import type { SqliteConnection } from './statements.ts';

/** How long a caller waits in all, for the connection and for another process's lock: ms (R4). */
const defaultMaxWaitMs = 5000;
const retryMs = 10;

/**
 * Kysely's SQLite dialect over our own connection, which may live in another thread. It differs
 * from Kysely's own in two more ways. A transaction takes the write lock at its start, so that it
 * waits instead of failing half-way. DDL is declared transactional, because Kysely otherwise runs
 * migrations without a transaction (R18).
 */
export class TidingsSqliteDialect implements Dialect {
  readonly #driver: ImmediateDriver;

  constructor(connection: SqliteConnection, { maxWaitMs = defaultMaxWaitMs } = {}) {
    this.#driver = new ImmediateDriver(connection, maxWaitMs);
  }

  /**
   * Runs `act` as the connection's only user. Like a query, `act` is tried again while another
   * process holds the lock.
   */
  runExclusive<R>(act: () => R | Promise<R>): Promise<R> {
    return this.#driver.runExclusive(act);
  }

  createDriver(): Driver {
    return this.#driver;
  }

  createAdapter(): SqliteAdapter {
    return new TransactionalAdapter();
  }

  createQueryCompiler(): SqliteQueryCompiler {
    return new SqliteQueryCompiler();
  }

  createIntrospector(db: Kysely<unknown>): SqliteIntrospector {
    return new SqliteIntrospector(db);
  }
}

class TransactionalAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true;
  }

  /** `begin immediate` is the lock: a second process waits at that statement. */
  override async acquireMigrationLock(_db: Kysely<unknown>): Promise<void> {}
}

class ImmediateDriver implements Driver {
  readonly #connection: SqliteConnection;
  readonly #maxWaitMs: number;
  readonly #retryingConnection: RetryingConnection;
  readonly #waiting: (() => void)[] = [];
  #taken = false;

  constructor(connection: SqliteConnection, maxWaitMs: number) {
    this.#connection = connection;
    this.#maxWaitMs = maxWaitMs;
    this.#retryingConnection = new RetryingConnection(connection);
  }

  async init(): Promise<void> {}

  /**
   * Hands out the one connection in the order of requests. The time in the queue counts as waiting.
   */
  async acquireConnection(): Promise<RetryingConnection> {
    const deadlineMs = performance.now() + this.#maxWaitMs;
    if (this.#taken) await new Promise<void>((next) => this.#waiting.push(next));
    this.#taken = true;
    this.#retryingConnection.deadlineMs = deadlineMs;
    return this.#retryingConnection;
  }

  async runExclusive<R>(act: () => R | Promise<R>): Promise<R> {
    const connection = await this.acquireConnection();
    try {
      return await connection.retryWhileBusy(act);
    } finally {
      await this.releaseConnection();
    }
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

  /** The caller that opened the connection closes it. */
  async destroy(): Promise<void> {}
}

/** Waits for another process's lock by trying again, so that no thread is blocked. */
class RetryingConnection implements DatabaseConnection {
  /** The time until which the holder waits for a lock, on the clock of `performance`. */
  deadlineMs = 0;
  readonly #connection: SqliteConnection;

  constructor(connection: SqliteConnection) {
    this.#connection = connection;
  }

  executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    return this.retryWhileBusy(() => this.#connection.run<R>(query));
  }

  /** Runs `act` again while another process holds the lock and there is time left to wait. */
  async retryWhileBusy<R>(act: () => R | Promise<R>): Promise<R> {
    for (;;) {
      try {
        return await act();
      } catch (error) {
        if (!this.#shouldRetry(error)) throw error;
        await sleep(retryMs);
      }
    }
  }

  /** Required by Kysely's interface. No code reads row by row, so all rows are one chunk. */
  async *streamQuery<R>(query: CompiledQuery): AsyncIterableIterator<QueryResult<R>> {
    yield await this.executeQuery<R>(query);
  }

  /** Never inside a transaction, which has the lock already or can never get it. */
  #shouldRetry(error: unknown): boolean {
    const { code } = error as { code?: unknown };
    const isBusy = typeof code === 'string' && code.startsWith('SQLITE_BUSY');
    const { inTransaction } = this.#connection;
    return isBusy && !inTransaction && performance.now() < this.deadlineMs;
  }
}
