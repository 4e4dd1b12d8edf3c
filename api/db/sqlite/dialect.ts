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

/** How long whoever asks for the connection waits, all in all, for another process's lock (R4). */
const defaultMaxWaitMs = 5000;
const retryMs = 10;

/**
 * SQLite for Kysely over a connection of ours, which may live in another thread. Two more differences
 * to Kysely's own: a transaction takes the write lock at its start, so that it waits instead of
 * failing half-way; and Kysely is told that SQLite's DDL is transactional, for it otherwise runs
 * migrations without a transaction (R18).
 */
export class TidingsSqliteDialect implements Dialect {
  readonly #driver: ImmediateDriver;

  constructor(connection: SqliteConnection, { maxWaitMs = defaultMaxWaitMs } = {}) {
    this.#driver = new ImmediateDriver(connection, maxWaitMs);
  }

  /**
   * Runs `act` as the connection's only user, and again while another process holds the lock, as
   * queries are.
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

  /** `begin immediate` is the lock: the second process waits there. */
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

  /** One connection, handed out in order of asking; the time in the queue is time waited too. */
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

  /** The connection is closed by whoever opened it. */
  async destroy(): Promise<void> {}
}

/** Waits for another process's lock by asking again, so that neither thread stands still meanwhile. */
class RetryingConnection implements DatabaseConnection {
  /** Until when its holder waits for a lock, by the clock of `performance`. */
  deadlineMs = 0;
  readonly #connection: SqliteConnection;

  constructor(connection: SqliteConnection) {
    this.#connection = connection;
  }

  executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    return this.retryWhileBusy(() => this.#connection.run<R>(query));
  }

  /** Runs `act` again while another process has the lock and there is time left to wait. */
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

  /** Kysely's interface asks for it, and nothing of ours reads row by row: all rows as one piece. */
  async *streamQuery<R>(query: CompiledQuery): AsyncIterableIterator<QueryResult<R>> {
    yield await this.executeQuery<R>(query);
  }

  /** Never inside a transaction: that has the lock, or will not get it however long it waits. */
  #shouldRetry(error: unknown): boolean {
    const { code } = error as { code?: unknown };
    const isBusy = typeof code === 'string' && code.startsWith('SQLITE_BUSY');
    const { inTransaction } = this.#connection;
    return isBusy && !inTransaction && performance.now() < this.deadlineMs;
  }
}
