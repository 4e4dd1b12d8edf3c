import { sql } from 'kysely';
import type { Database, Db } from './connect.ts';
import { listen } from './listen.ts';

/** How long a change made by another process may go unnoticed: milliseconds. */
const pollMs = 250;
const channel = 'tidings_change';

export type ChangeListener = (projectId: string, revision: number) => void;

/**
 * Tells this process that a project's revision rose, or that it is gone, whoever did that. Polling is what can be
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
  // The counter first: what is committed in between shows at the first look.
  const dataVersion = await readDataVersion(database);
  const revisions = await readRevisions(database);
  return new Watch({ database, onError, dataVersion, revisions });
}

interface WatchStart {
  database: Database;
  onError: (error: unknown) => void;
  dataVersion: number | undefined;
  revisions: Map<string, number>;
}

class Watch implements ChangeNotices {
  readonly #listeners = new Set<ChangeListener>();
  readonly #database: Database;
  readonly #onError: (error: unknown) => void;
  readonly #timer: NodeJS.Timeout;
  readonly #stopListening: (() => Promise<void>) | undefined;
  #dataVersion: number | undefined;
  #revisions: Map<string, number>;
  #looking = Promise.resolve();
  #waiting: Promise<void> | undefined;

  constructor({ database, onError, dataVersion, revisions }: WatchStart) {
    this.#database = database;
    this.#onError = onError;
    this.#dataVersion = dataVersion;
    this.#revisions = revisions;
    const hurry = () => void this.poll();
    this.#timer = setInterval(hurry, pollMs).unref();
    if (database.dialect === 'postgres') {
      this.#stopListening = listen({ url: database.url, channel }, hurry, onError);
    }
  }

  onChange(listener: ChangeListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /**
   * One look at a time: an older answer must not overwrite a newer one. All who ask during a look
   * share the next one, so that none pile up while the database is away.
   */
  poll(): Promise<void> {
    this.#waiting ??= this.#looking.then(() => this.#begin()).catch(this.#onError);
    return this.#waiting;
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.#stopListening?.();
    await this.poll();
  }

  #begin(): Promise<void> {
    this.#looking = this.#waiting ?? this.#looking;
    this.#waiting = undefined;
    return this.#look();
  }

  async #look(): Promise<void> {
    const version = await readDataVersion(this.#database);
    if (version !== undefined && version === this.#dataVersion) return;
    const found = await readRevisions(this.#database);
    this.#dataVersion = version;
    const changed = changesBetween(this.#revisions, found);
    this.#revisions = found;
    for (const [id, revision] of changed) for (const tell of this.#listeners) tell(id, revision);
  }
}

/** A project that is gone has changed too: whoever holds something of it is to look again. */
function changesBetween(
  before: ReadonlyMap<string, number>,
  after: ReadonlyMap<string, number>,
): [projectId: string, revision: number][] {
  const risen = [...after].filter(([id, revision]) => before.get(id) !== revision);
  const gone = [...before].filter(([id]) => !after.has(id));
  return [...risen, ...gone.map(([id, revision]): [string, number] => [id, revision + 1])];
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
