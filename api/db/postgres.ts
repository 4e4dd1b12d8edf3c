import { createRequire } from 'node:module';
import { Kysely, PostgresDialect } from 'kysely';
import type { Database } from './connect.ts';
import type { Schema } from './schema.ts';

const poolSize = 10;
/** How long a statement waits for another's lock, and whoever asks for a free connection: ms (R4). */
const busyTimeoutMs = 5000;

const require = createRequire(import.meta.url);

/** The driver, read where it is needed: on SQLite it would only make the start longer. */
export function loadPg(): typeof import('pg') {
  return require('pg');
}

/** Opens a pool; whether anybody answers shows with the first statement. */
export function openPostgres(url: string): Database {
  const pg = loadPg();
  // PostgreSQL's count and sum are 64-bit and arrive as text; ours stay far below 2^53.
  pg.types.setTypeParser(20, Number);
  const pool = new pg.Pool({
    connectionString: url,
    max: poolSize,
    connectionTimeoutMillis: busyTimeoutMs,
    statement_timeout: 30_000,
    lock_timeout: busyTimeoutMs,
    idle_in_transaction_session_timeout: 60_000,
  });
  // A connection that breaks is replaced by the pool, and whoever is using it hears of it by their
  // statement; unheard, the events of the pool and of the connection would end the process.
  pool.on('error', () => {});
  pool.on('connect', (client) => client.on('error', () => {}));
  const both = new Kysely<Schema>({ dialect: new PostgresDialect({ pool }) });
  const close = () => both.destroy();
  return { dialect: 'postgres', url, writer: both, reader: both, hasWriterThread: false, close };
}
