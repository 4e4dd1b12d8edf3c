import { parentPort, workerData } from 'node:worker_threads';
import { Kysely, type QueryResult } from 'kysely';
import type { BatchContext, BatchRule } from '../batch.ts';
import type { Schema } from '../schema/schema.ts';
import { TidingsSqliteDialect } from './dialect.ts';
import { openForWriting } from './file.ts';
import type { LocalConnection } from './statements.ts';
import type { WriterCall, WriterFault, WriterRequest, WriterResult } from './writer-messages.ts';

type Rules = readonly BatchRule<never, unknown>[];

/**
 * Runs in the writer thread: opens the database file and runs the requests that it receives, one
 * after another. If the file cannot be opened, sends the error, and the thread ends.
 */
export function serveWriter(rules: Rules): void {
  try {
    serve(openForWriting(workerData.path), rules);
  } catch (error) {
    postResult({ fault: toFault(error), inTransaction: false });
  }
}

function serve(connection: LocalConnection, rules: Rules): void {
  const run = createExecutor(connection, rules);
  parentPort?.on('message', async (request: WriterRequest) => {
    if (request === 'close') close(connection);
    else postResult(await handleRequest(connection, () => run(JSON.parse(request))));
  });
  postResult(emptyResult);
}

const emptyResult = { result: { rows: [] }, inTransaction: false };

function close(connection: LocalConnection): void {
  connection.close();
  postResult(emptyResult);
  parentPort?.close();
}

async function handleRequest(
  connection: LocalConnection,
  run: () => QueryResult<unknown> | Promise<QueryResult<unknown>>,
): Promise<WriterResult> {
  try {
    const result = await run();
    return { result, inTransaction: connection.inTransaction };
  } catch (error) {
    return { fault: toFault(error), inTransaction: connection.inTransaction };
  }
}

/** Does not wait for another process's lock: the sender tries again, until its own deadline. */
function createExecutor(connection: LocalConnection, rules: Rules) {
  const dialect = new TidingsSqliteDialect(connection, { maxWaitMs: 0 });
  const db = new Kysely<Schema>({ dialect });

  return (call: WriterCall) => {
    if ('sql' in call) return connection.run<unknown>(call);
    const rule = rules.find(({ name }) => name === call.rule);
    if (!rule) throw new Error(`The writer has no rule ${call.rule}.`);
    const { run } = rule;
    return db.transaction().execute(async (trx) => ({
      rows: [...(await run(trx, call.items as never[], call.context as BatchContext))],
    }));
  };
}

function toFault(error: unknown): WriterFault {
  const { message, code } = error as { message: string; code?: string };
  return { message, code };
}

function postResult(message: WriterResult): void {
  parentPort?.postMessage(message);
}
