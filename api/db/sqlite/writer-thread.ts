import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { QueryResult } from 'kysely';
import type { BatchCall } from '../database.ts';
import type { Query, SqliteConnection } from './statements.ts';
import type { WriterFault, WriterRequest, WriterResult } from './writer-messages.ts';

interface PendingRequest {
  resolve(result: QueryResult<unknown>): void;
  reject(error: Error): void;
}

/**
 * The SQLite connection that writes, in its own thread: a sync takes milliseconds, and a request
 * that only reads must not wait for it. If the thread dies unexpectedly, the process dies with it,
 * as it would in one thread; everything acknowledged is on the disk.
 */
export class WriterThread implements SqliteConnection {
  inTransaction = false;
  readonly #worker: Worker;
  readonly #pending: PendingRequest[] = [];

  private constructor(worker: Worker) {
    this.#worker = worker;
    worker.on('message', (message: WriterResult) => this.#settle(message));
  }

  /** Throws an Error with a sentence if the file cannot be opened or written. */
  static async open(workerUrl: URL, path: string): Promise<WriterThread> {
    const thread = new WriterThread(new Worker(workerUrl, { workerData: { path } }));
    await thread.#nextResult();
    return thread;
  }

  run<R>({ sql, parameters }: Query): Promise<QueryResult<R>> {
    return this.#send(JSON.stringify({ sql, parameters })) as Promise<QueryResult<R>>;
  }

  /** Runs a batch rule in the thread. Throws what `run` throws, or the rule's own error. */
  async runBatch(call: BatchCall): Promise<readonly unknown[]> {
    return (await this.#send(JSON.stringify(call))).rows;
  }

  async close(): Promise<void> {
    const ended = once(this.#worker, 'exit');
    await this.#send('close');
    await ended;
  }

  #send(request: WriterRequest): Promise<QueryResult<unknown>> {
    this.#worker.postMessage(request);
    return this.#nextResult();
  }

  #nextResult(): Promise<QueryResult<unknown>> {
    return new Promise((resolve, reject) => this.#pending.push({ resolve, reject }));
  }

  #settle(message: WriterResult): void {
    this.inTransaction = message.inTransaction;
    const request = this.#pending.shift();
    if ('fault' in message) request?.reject(toError(message.fault));
    else request?.resolve(message.result);
  }
}

function toError({ message, code }: WriterFault): Error {
  return Object.assign(new Error(message), { code });
}
