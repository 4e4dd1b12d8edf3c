import type { PostgresPoolClient, PostgresQueryResult } from 'kysely';

/** The client of node-postgres that is wrapped. */
interface Client {
  query(sql: string, parameters?: readonly unknown[]): Promise<unknown>;
  release(): void;
}

/**
 * A connection through a pooler such as PgBouncer, which may run each transaction in another server
 * process. Limits therefore apply to a transaction, not to the session: they are set together with
 * its `begin`, and a statement outside a transaction gets its own transaction.
 */
export class PooledClient implements PostgresPoolClient {
  readonly #client: Client;
  readonly #limits: string;
  #inTransaction = false;

  /** `limits` are settings of PostgreSQL in milliseconds. */
  constructor(client: unknown, limits: Record<string, number>) {
    this.#client = client as Client;
    this.#limits = Object.entries(limits)
      .map(([name, ms]) => `; set local ${name} = ${ms}`)
      .join('');
  }

  query<Row>(sql: string, parameters: readonly unknown[]): Promise<PostgresQueryResult<Row>>;
  query<Cursor>(cursor: Cursor): Cursor;
  query(sql: unknown, parameters: readonly unknown[] = []): unknown {
    if (typeof sql !== 'string') throw new Error('Cursors are not supported.');
    return this.#run(sql, parameters);
  }

  release(): void {
    this.#client.release();
  }

  async #run(sql: string, parameters: readonly unknown[]): Promise<unknown> {
    if (/^(begin|start transaction)/.test(sql)) return this.#begin(sql);
    if (/^(commit|rollback)$/.test(sql)) return this.#end(sql);
    if (this.#inTransaction) return this.#client.query(sql, parameters);
    await this.#begin('begin');
    try {
      const result = await this.#client.query(sql, parameters);
      await this.#end('commit');
      return result;
    } catch (error) {
      // If the connection broke, the rollback fails too; the first error is the one to report.
      await this.#end('rollback').catch(() => {});
      throw error;
    }
  }

  async #begin(sql: string): Promise<unknown> {
    const result = await this.#client.query(sql + this.#limits);
    this.#inTransaction = true;
    return result;
  }

  #end(sql: string): Promise<unknown> {
    this.#inTransaction = false;
    return this.#client.query(sql);
  }
}
