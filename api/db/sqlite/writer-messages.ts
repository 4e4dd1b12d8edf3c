import type { QueryResult } from 'kysely';
import type { BatchCall } from '../database.ts';
import type { Query } from './statements.ts';

// What the two threads of SQLite's writer send each other.

/**
 * A `WriterCall` as JSON, one after another, in order; `close` is the last. As JSON, because rows of
 * texts cross between threads several times faster as one text than as cloned arrays.
 */
export type WriterRequest = string;

/** A query, or a batch rule that runs whole in the thread. */
export type WriterCall = Query | BatchCall;

/** One for each request, in order; before them, one that says that the file is open, or why not. */
export type WriterResult = {
  /** Whether a transaction is open now. */
  inTransaction: boolean;
} & ({ result: QueryResult<unknown> } | { fault: WriterFault });

/** An error as it crosses between threads, where an Error would lose its code. */
export interface WriterFault {
  message: string;
  code: string | undefined;
}
