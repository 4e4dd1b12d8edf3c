import { createRequire } from 'node:module';
import { Kysely, PostgresDialect, type PostgresPool, type PostgresPoolClient } from 'kysely';
import type { ClientBase, PoolClient } from 'pg';
import type { Database } from '../database.ts';
import type { Schema } from '../schema/schema.ts';
import { PooledClient } from './pooled-client.ts';

const poolSize = 10;
/** How long a statement waits for another's lock, and a caller for a free connection: ms (R4). */
const busyTimeoutMs = 5000;

/** The session's limits, in milliseconds. */
const limits = {
  statement_timeout: 30_000,
  lock_timeout: busyTimeoutMs,
  idle_in_transaction_session_timeout: 60_000,
};

const require = createRequire(import.meta.url);

/** Loads the driver only when it is needed, because on SQLite it would slow the start. */
export function loadPg(): typeof import('pg') {
  return require('pg');
}

/** Opens a pool. Whether the server answers shows only with the first statement. */
export function openPostgres(url: string): Database {
  const pg = loadPg();
  // PostgreSQL's count and sum are 64-bit and arrive as text; ours stay far below 2^53.
  pg.types.setTypeParser(20, Number);
  const pooled = new WeakMap<PoolClient, PostgresPoolClient>();
  const pool = new pg.Pool({
    connectionString: url,
    max: poolSize,
    connectionTimeoutMillis: busyTimeoutMs,
    async onConnect(client) {
      const isLimited = await limitSession(client);
      if (!isLimited)
        pooled.set(client as PoolClient, new PooledClient(client as PoolClient, limits));
    },
  });
  // The pool replaces a broken connection, and the statement that used it fails. Without listeners,
  // the error events of the pool and the connection would end the process.
  pool.on('error', () => {});
  pool.on('connect', (client) => client.on('error', () => {}));
  const limitedPool: PostgresPool = {
    async connect() {
      const client = await pool.connect();
      return pooled.get(client) ?? client;
    },
    end: () => pool.end(),
  };
  const db = new Kysely<Schema>({ dialect: new PostgresDialect({ pool: limitedPool }) });
  const close = () => db.destroy();
  return { dialect: 'postgres', url, writer: db, reader: db, runBatch: undefined, close };
}

/**
 * Whether the connection leads directly to one server process. PgBouncer reports a process that
 * does not exist, and may run each transaction of the connection in another process.
 */
export async function isDirect(client: ClientBase): Promise<boolean> {
  const { rows } = await client.query('select pg_backend_pid() as pid');
  return rows[0].pid === processOf(client);
}

/**
 * Sets the limits for the session and returns true. Returns false behind a pooler, where the limits
 * would stay with a server process that other clients use next. The limits are not start-up
 * parameters, because PgBouncer refuses those.
 */
async function limitSession(client: ClientBase): Promise<boolean> {
  const pairs = Object.entries(limits).map(([name, ms]) => `('${name}', '${ms}')`);
  const { rows } = await client.query(
    `select set_config(name, value, false) from (values ${pairs.join(', ')}) as limits (name, value)
     where pg_backend_pid() = $1`,
    [processOf(client)],
  );
  return rows.length > 0;
}

/** The process id that the server reported at the start. The driver keeps it to cancel queries. */
function processOf(client: ClientBase): unknown {
  return (client as unknown as { processID: unknown }).processID;
}
