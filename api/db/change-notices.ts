import { sql } from 'kysely';
import type { Database, Db } from './database.ts';
import { dialectOf } from './dialect.ts';
import { listen } from './postgres/listen.ts';

/** How long a change made by another process may go unnoticed: milliseconds. */
const pollMs = 250;
const channel = 'tidings_change';

/** Receives the project that changed and its public revision. */
export type ChangeListener = (projectId: string, revision: number) => void;

/**
 * Notifies this process of changed and deleted projects, whichever process changed them. Polling is
 * reliable; PostgreSQL's notification only makes it faster.
 */
export interface ChangeNotices {
  /**
   * Calls the listener at each change from now on, public or private: for code that keeps a part of
   * a project in memory. Returns a function that removes the listener.
   */
  onChange(listener: ChangeListener): () => void;
  /**
   * Like `onChange`, but only for changes that visitors could notice: for code that notifies
   * visitors.
   */
  onPublicChange(listener: ChangeListener): () => void;
  /**
   * Polls now and notifies the listeners before it resolves, for use after a change by this
   * process. Never rejects, because the change is already stored; the next poll makes up for a
   * failed one.
   */
  poll(): Promise<void>;
  stop(): Promise<void>;
}

/**
 * Sends PostgreSQL's notification in the transaction, so that it goes out with the commit. Does
 * nothing on SQLite, which has no notifications.
 */
export async function hintChange(trx: Db): Promise<void> {
  if (dialectOf(trx) === 'sqlite') return;
  await sql`select pg_notify(${channel}, '')`.execute(trx);
}

/** Starts to watch. `onError` receives the errors of failed polls. */
export async function watchChanges(
  database: Database,
  onError: (error: unknown) => void,
): Promise<ChangeNotices> {
  // The counter is read first, so that the first poll notices commits between the two reads.
  const dataVersion = await readDataVersion(database);
  const revisions = await readRevisions(database);
  return new ChangeWatcher({ database, onError, dataVersion, revisions });
}

/** A project's public and private revision. */
interface ProjectRevision {
  public: number;
  private: number;
}

type ProjectRevisions = ReadonlyMap<string, ProjectRevision>;

interface ChangeWatcherOptions {
  database: Database;
  onError: (error: unknown) => void;
  dataVersion: number | undefined;
  revisions: ProjectRevisions;
}

class ChangeWatcher implements ChangeNotices {
  readonly #listeners = new Set<ChangeListener>();
  readonly #publicListeners = new Set<ChangeListener>();
  readonly #database: Database;
  readonly #onError: (error: unknown) => void;
  readonly #timer: NodeJS.Timeout;
  readonly #stopListening: (() => Promise<void>) | undefined;
  #dataVersion: number | undefined;
  #revisions: ProjectRevisions;
  #currentPoll = Promise.resolve();
  #nextPoll: Promise<void> | undefined;

  constructor({ database, onError, dataVersion, revisions }: ChangeWatcherOptions) {
    this.#database = database;
    this.#onError = onError;
    this.#dataVersion = dataVersion;
    this.#revisions = revisions;
    const pollNow = () => void this.poll();
    this.#timer = setInterval(pollNow, pollMs).unref();
    if (database.dialect === 'postgres') {
      this.#stopListening = listen({ url: database.url, channel }, pollNow, onError);
    }
  }

  onChange(listener: ChangeListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  onPublicChange(listener: ChangeListener): () => void {
    this.#publicListeners.add(listener);
    return () => this.#publicListeners.delete(listener);
  }

  /**
   * Runs one poll at a time, because an older result must not overwrite a newer one. All calls
   * during a poll share the next one, so that none pile up while the database is unavailable.
   */
  poll(): Promise<void> {
    this.#nextPoll ??= this.#currentPoll.then(() => this.#startPoll()).catch(this.#onError);
    return this.#nextPoll;
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.#stopListening?.();
    await this.poll();
  }

  #startPoll(): Promise<void> {
    this.#currentPoll = this.#nextPoll ?? this.#currentPoll;
    this.#nextPoll = undefined;
    return this.#runPoll();
  }

  async #runPoll(): Promise<void> {
    const version = await readDataVersion(this.#database);
    if (version !== undefined && version === this.#dataVersion) return;
    const revisions = await readRevisions(this.#database);
    this.#dataVersion = version;
    const changed = changedProjects(this.#revisions, revisions);
    this.#revisions = revisions;
    for (const { id, revision, isPublic } of changed) {
      for (const notify of this.#listeners) notify(id, revision);
      if (isPublic) for (const notify of this.#publicListeners) notify(id, revision);
    }
  }
}

/** Lists changed and deleted projects: caches of a deleted project must be read again too. */
function changedProjects(before: ProjectRevisions, after: ProjectRevisions) {
  const changed = [...after].flatMap(([id, current]) => {
    const previous = before.get(id);
    const isPublic = previous?.public !== current.public;
    if (!isPublic && previous?.private === current.private) return [];
    return [{ id, revision: current.public, isPublic }];
  });
  const deleted = [...before].filter(([id]) => !after.has(id));
  return [
    ...changed,
    ...deleted.map(([id, previous]) => ({ id, revision: previous.public + 1, isPublic: true })),
  ];
}

async function readRevisions({ reader }: Database): Promise<ProjectRevisions> {
  const columns = ['id', 'revision', 'private_revision'] as const;
  const rows = await reader.selectFrom('project').select(columns).execute();
  return new Map(
    rows.map((row) => [row.id, { public: row.revision, private: row.private_revision }]),
  );
}

/** Reads SQLite's counter of commits by other connections; undefined on PostgreSQL. */
async function readDataVersion({ dialect, reader }: Database): Promise<number | undefined> {
  if (dialect !== 'sqlite') return undefined;
  const { rows } = await sql<{ data_version: number }>`pragma data_version`.execute(reader);
  return rows[0]?.data_version;
}
