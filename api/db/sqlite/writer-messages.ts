import type { QueryResult } from 'kysely';
import type { BatchCall } from '../database.ts';
import type { Query } from './statements.ts';

// The messages between the server's thread and SQLite's writer thread.

/**
 * A `WriterCall` as JSON, or `close`, which is the last request. Requests run in order. JSON,
 * because rows of texts cross between threads several times faster as one text than as cloned
 * arrays.
 */
export type WriterRequest = string;

/** A query, or a whole batch rule to run in the thread. */
export type WriterCall = Query | BatchCall;

/**
 * The result of each request, in order. The first message comes before any request, and says
 * whether the file is open, or why not.
 */
export type WriterResult = {
  /** Whether a transaction is open now. */
  inTransaction: boolean;
} & ({ result: QueryResult<unknown> } | { fault: WriterFault });

/** An error as a plain object, because an Error would lose its code between threads. */
export interface WriterFault {
  message: string;
  code: string | undefined;
}
