import { parentPort, workerData } from 'node:worker_threads';
import type { QueryResult } from 'kysely';
import { openForWriting } from './sqlite-file.ts';
import type { KeptStatements } from './sqlite-statements.ts';

/**
 * A query as JSON, one after another, in order; `close` is the last. As JSON, because rows of texts
 * cross between threads several times faster as one text than as cloned arrays.
 */
export type WriterRequest = string;

/** One for each request, in order; before them, one that says that the file is open, or why not. */
export type WriterReply = {
  /** Whether a transaction is open now. */
  inTransaction: boolean;
} & ({ result: QueryResult<unknown> } | { fault: WriterFault });

/** An error as it crosses between threads, where an Error would lose its code. */
export interface WriterFault {
  message: string;
  code: string | undefined;
}

const nothing = { rows: [] };

/** Opens the file and serves it; a file that cannot be opened is told, and the thread ends. */
function main(): void {
  try {
    serve(openForWriting(workerData.path));
  } catch (error) {
    reply({ fault: toFault(error), inTransaction: false });
  }
}

function serve(connection: KeptStatements): void {
  parentPort?.on('message', (request: WriterRequest) => {
    reply(answer(connection, request));
    if (request === 'close') parentPort?.close();
  });
  reply({ result: nothing, inTransaction: false });
}

function answer(connection: KeptStatements, request: WriterRequest): WriterReply {
  try {
    if (request === 'close') return { result: closed(connection), inTransaction: false };
    const result = connection.run(JSON.parse(request));
    return { result, inTransaction: connection.inTransaction };
  } catch (error) {
    return { fault: toFault(error), inTransaction: connection.inTransaction };
  }
}

function closed(connection: KeptStatements): QueryResult<unknown> {
  connection.close();
  return nothing;
}

function toFault(error: unknown): WriterFault {
  const { message, code } = error as { message: string; code?: string };
  return { message, code };
}

function reply(message: WriterReply): void {
  parentPort?.postMessage(message);
}

main();
