import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from 'pg';
import type { DatabaseLock, ServingLockEvents } from '../database-lock.ts';
import { loadPg } from './pool.ts';

/** The two halves of the advisory lock's number: `TIDI`, `NGS` in ASCII. */
const lockNumber = [0x54494449, 0x4e4753];
const retryMs = 1000;
/**
 * The statement with which servers of version 0.1.0, which take no lock, listen for changes. Later
 * versions quote the name.
 */
const legacyListen = 'listen tidings_change';

/**
 * Holds the lock in a transaction on its own connection, because PgBouncer keeps a server
 * connection for a client only as long as its transaction. The transaction holds no snapshot and no
 * id, so it does not hold back vacuum. A broken connection is opened again every second.
 */
export async function acquirePostgresLock(
  url: string,
  events: ServingLockEvents,
): Promise<DatabaseLock> {
  const lock = new PostgresServingLock(url, events);
  await lock.start();
  return lock;
}

/** Returns undefined if a server is running or another process keeps servers out. */
export async function tryPostgresLockout(url: string): Promise<DatabaseLock | undefined> {
  const client = await openTransaction(url);
  try {
    const { rows } = await client.query(
      'select pg_try_advisory_xact_lock($1, $2) as taken',
      lockNumber,
    );
    if (rows[0].taken) return { release: () => client.end() };
  } catch (error) {
    await client.end();
    throw error;
  }
  await client.end();
  return undefined;
}

/** Counts the shared locks, and the listening connections of servers of version 0.1.0. */
export async function countPostgresServing(url: string): Promise<number> {
  const client = await openTransaction(url);
  try {
    const { rows } = await client.query(
      `select (
          select count(*) from pg_locks
          where locktype = 'advisory' and classid = $1 and objid = $2 and objsubid = 2
            and mode = 'ShareLock' and granted
            and database = (select oid from pg_database where datname = current_database())
        ) + (
          select count(*) from pg_stat_activity
          where datname = current_database() and query = $3
        ) as serving`,
      [...lockNumber, legacyListen],
    );
    return Number(rows[0].serving);
  } finally {
    await client.end();
  }
}

class PostgresServingLock implements DatabaseLock {
  readonly #url: string;
  readonly #events: ServingLockEvents;
  #client: Client | undefined;
  #released = false;

  constructor(url: string, events: ServingLockEvents) {
    this.#url = url;
    this.#events = events;
  }

  async start(): Promise<void> {
    void this.#keepAcquired(await this.#acquire());
  }

  async release(): Promise<void> {
    this.#released = true;
    await this.#client?.end().catch(() => {});
  }

  async #acquire(): Promise<LockSession> {
    const client = await openTransaction(this.#url);
    // Not `once` of node:events, which rejects on an error event; the end event follows the error.
    const connectionEnded = new Promise<void>((resolve) => client.once('end', resolve));
    this.#client = client;
    await client.query('select pg_advisory_xact_lock_shared($1, $2)', lockNumber);
    return { connectionEnded };
  }

  async #keepAcquired(first: LockSession): Promise<void> {
    for (
      let session: LockSession | undefined = first;
      !this.#released;
      session = await this.#reacquire()
    ) {
      await session?.connectionEnded;
      if (!this.#released) await sleep(retryMs, undefined, { ref: false });
    }
  }

  async #reacquire(): Promise<LockSession | undefined> {
    if (this.#released) return undefined;
    try {
      const session = await this.#acquire();
      this.#events.onReacquired?.();
      return session;
    } catch (error) {
      this.#events.onLost?.(error);
      return undefined;
    }
  }
}

/** `connectionEnded` resolves when the connection, and the lock with it, is gone. */
interface LockSession {
  connectionEnded: Promise<void>;
}

/** Opens a connection with a transaction that no time-out ends. */
async function openTransaction(url: string): Promise<Client> {
  const client: Client = new (loadPg().Client)({ connectionString: url, keepAlive: true });
  // The end event follows, and failing statements report the error.
  client.on('error', () => {});
  await client.connect();
  try {
    await client.query('begin');
    await client.query(`select set_config(name, '0', true) from pg_settings where name in
      ('statement_timeout', 'lock_timeout', 'idle_in_transaction_session_timeout',
       'transaction_timeout')`);
    return client;
  } catch (error) {
    await client.end().catch(() => {});
    throw error;
  }
}
