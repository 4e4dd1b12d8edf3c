import { sql } from 'kysely';
import pg from 'pg';
import type { Database, Db } from './connect.ts';

/** How long a change made by another process may go unnoticed: milliseconds. */
const pollMs = 250;
const channel = 'tidings_change';

export type ChangeListener = (projectId: string, revision: number) => void;

/**
 * Tells this process that a project's revision rose, whoever raised it. Polling is what can be
 * relied upon; PostgreSQL's notification only makes it faster.
 */
export interface ChangeNotices {
  /** Calls back at every rise from now on; gives the way to stop that. */
  onChange(listener: ChangeListener): () => void;
  /**
   * Looks now and tells the listeners before it resolves: after a change of our own. Never rejects,
   * for that change is made; the next look makes up for one that failed.
   */
  poll(): Promise<void>;
  stop(): Promise<void>;
}

/** Sends the hint with the transaction: it goes out with its commit. SQLite has none to send. */
export async function hintChange(db: Db, dialect: Database['dialect']): Promise<void> {
  if (dialect === 'postgres') await sql`select pg_notify(${channel}, '')`.execute(db);
}

/** Starts to watch. `onError` hears of looks that failed. */
export async function watchChanges(
  database: Database,
  onError: (error: unknown) => void,
): Promise<ChangeNotices> {
  const listeners = new Set<ChangeListener>();
  let dataVersion = await readDataVersion(database);
  let revisions = await readRevisions(database);
  let looking = Promise.resolve();
  let waiting: Promise<void> | undefined;

  async function look(): Promise<void> {
    const version = await readDataVersion(database);
    if (version !== undefined && version === dataVersion) return;
    const found = await readRevisions(database);
    dataVersion = version;
    const risen = [...found].filter(([id, revision]) => revisions.get(id) !== revision);
    revisions = found;
    for (const [id, revision] of risen) for (const tell of listeners) tell(id, revision);
  }

  /**
   * One look at a time: an older answer must not overwrite a newer one. All who ask during a look
   * share the next one, so that none pile up while the database is away.
   */
  function poll(): Promise<void> {
    waiting ??= looking.then(begin).catch(onError);
    return waiting;
  }

  function begin(): Promise<void> {
    looking = waiting ?? looking;
    waiting = undefined;
    return look();
  }

  const hurry = () => void poll();
  const timer = setInterval(hurry, pollMs);
  timer.unref();
  const stopListening =
    database.dialect === 'postgres' ? listen(database.url, hurry, onError) : undefined;

  return {
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    poll,
    async stop() {
      clearInterval(timer);
      await stopListening?.();
      await poll();
    },
  };
}

async function readRevisions({ reader }: Database): Promise<Map<string, number>> {
  const rows = await reader.selectFrom('project').select(['id', 'revision']).execute();
  return new Map(rows.map((row) => [row.id, row.revision]));
}

/** SQLite's own counter of commits by other connections; undefined on PostgreSQL. */
async function readDataVersion({ dialect, reader }: Database): Promise<number | undefined> {
  if (dialect !== 'sqlite') return undefined;
  const { rows } = await sql<{ data_version: number }>`pragma data_version`.execute(reader);
  return rows[0]?.data_version;
}

/** Keeps one connection listening, opened again a second after it breaks. */
function listen(url: string, onHint: () => void, onError: (error: unknown) => void) {
  let stopped = false;
  let client: pg.Client;
  let retry: NodeJS.Timeout | undefined;

  function again(error: unknown): void {
    if (stopped || retry) return;
    onError(error);
    retry = setTimeout(open, 1000);
    retry.unref();
  }

  function open(): void {
    retry = undefined;
    client = new pg.Client({ connectionString: url });
    client.on('error', again);
    client.on('end', () => again(new Error('The listening connection ended.')));
    client.on('notification', onHint);
    client
      .connect()
      .then(() => client.query(`listen ${channel}`))
      .catch(again);
  }

  open();
  return async () => {
    stopped = true;
    clearTimeout(retry);
    await client.end().catch(() => {});
  };
}
