import type { Kysely } from 'kysely';
import type { Schema } from './schema/schema.ts';

/** The databases that Tidings runs on. */
export type Dialect = 'sqlite' | 'postgres';

/** A call of a batch rule in the writer thread. All of it survives JSON unchanged. */
export interface BatchCall {
  /** The rule's name. */
  rule: string;
  items: readonly unknown[];
  context: unknown;
}

/**
 * An open database. `writer` is for statements that change rows, `reader` for plain reads. On
 * SQLite they are two connections, so that a read never waits for an open transaction; on
 * PostgreSQL they are one pool.
 */
export interface Database {
  dialect: Dialect;
  url: string;
  writer: Kysely<Schema>;
  reader: Kysely<Schema>;
  /**
   * Runs a whole batch rule in the writer thread, in its own transaction; undefined if no thread
   * writes. See `batch.ts`.
   */
  runBatch: ((call: BatchCall) => Promise<readonly unknown[]>) | undefined;
  close(): Promise<void>;
}

/** A connection or an open transaction: the argument of every rule and query. */
export type Db = Kysely<Schema>;
