import type { Kysely } from 'kysely';
import type { Schema } from './schema/schema.ts';

/** The databases that Tidings runs on. */
export type Dialect = 'sqlite' | 'postgres';

/** What the thread that writes needs to run a batch rule, all of it as JSON keeps it. */
export interface BatchCall {
  /** The rule's name. */
  rule: string;
  items: readonly unknown[];
  context: unknown;
}

/**
 * An open database. `writer` is for whatever changes rows, `reader` for plain reads: on SQLite they
 * are two connections, so that a read never waits for an open transaction; on PostgreSQL one pool.
 */
export interface Database {
  dialect: Dialect;
  url: string;
  writer: Kysely<Schema>;
  reader: Kysely<Schema>;
  /**
   * Runs a batch rule whole in the thread that writes, in a transaction of its own; undefined where
   * no thread writes. See `batch.ts`.
   */
  runBatch: ((call: BatchCall) => Promise<readonly unknown[]>) | undefined;
  close(): Promise<void>;
}

/** What every rule and query takes: a connection, or an open transaction. */
export type Db = Kysely<Schema>;
