import type { Kysely } from 'kysely';
import type { Schema } from './schema/schema.ts';

/** The databases that Tidings runs on. */
export type Dialect = 'sqlite' | 'postgres';

/**
 * An open database. `writer` is for whatever changes rows, `reader` for plain reads: on SQLite they
 * are two connections, so that a read never waits for an open transaction; on PostgreSQL one pool.
 */
export interface Database {
  dialect: Dialect;
  url: string;
  writer: Kysely<Schema>;
  reader: Kysely<Schema>;
  /** Whether the writer is in a thread of its own: see `batch.ts`. */
  hasWriterThread: boolean;
  close(): Promise<void>;
}

/** What every rule and query takes: a connection, or an open transaction. */
export type Db = Kysely<Schema>;
