import { createRequire } from 'node:module';
import { Kysely, PostgresDialect, type PostgresPool, type PostgresPoolClient } from 'kysely';
import type { ClientBase, PoolClient } from 'pg';
import type { Database } from '../database.ts';
import type { Schema } from '../schema/schema.ts';
import { PooledClient } from './pooled-client.ts';

const poolSize = 10;
/** How long a statement waits for another's lock, and whoever asks for a free connection: ms (R4). */
const busyTimeoutMs = 5000;

/** The session's limits, in milliseconds. */
const limits = {
  statement_timeout: 30_000,
  lock_timeout: busyTimeoutMs,
  idle_in_transaction_session_timeout: 60_000,
};

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
  // A connection that breaks is replaced by the pool, and whoever is using it hears of it by their
  // statement; unheard, the events of the pool and of the connection would end the process.
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
 * Whether the connection leads straight to one server process. PgBouncer names a process that does
 * not exist, and may run each transaction of the connection in another one.
 */
export async function isDirect(client: ClientBase): Promise<boolean> {
  const { rows } = await client.query('select pg_backend_pid() as pid');
  return rows[0].pid === processOf(client);
}

/**
 * Sets the limits for the session and returns true, or returns false behind a pooler, where they
 * would stay with a server process that others use next. They are no start-up parameters, because
 * PgBouncer refuses those.
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

/** The process that the server named at the start; the driver keeps it for cancelling. */
function processOf(client: ClientBase): unknown {
  return (client as unknown as { processID: unknown }).processID;
}
