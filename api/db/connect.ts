import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { Kysely, sql } from 'kysely';
import type { BatchCall, Database } from './database.ts';
import { openPostgres } from './postgres/pool.ts';
import type { Schema } from './schema/schema.ts';
import { TidingsSqliteDialect } from './sqlite/dialect.ts';
import { openForReading, openForWriting } from './sqlite/file.ts';
import { restrictDatabaseFiles, type Warn } from './sqlite/file-modes.ts';
import { acquireSlot, type FileSlot } from './sqlite/file-slots.ts';
import { refuseLoneFile, releaseFile, setOpenMarker } from './sqlite/open-marker.ts';
import type { SqliteConnection } from './sqlite/statements.ts';
import { WriterThread } from './sqlite/writer-thread.ts';

/**
 * Opens `sqlite:PATH` (created with its folder if it is missing) or `postgres://…`. Throws an Error
 * with a sentence for the operator if the file is damaged, read-only or a copy without its log, or
 * if SQLite is too old or does not sync. Restricts SQLite's files to their owner first, and names
 * each that it cannot restrict on standard error.
 */
export function connect(url: string): Database {
  if (!isSqlite(url)) return openPostgres(url);
  const path = pathOf(url);
  const slot = acquireFile(path, { acceptLoneFile: false, warn: printWarning });
  try {
    return withReader(url, openForWriting(path), slot);
  } catch (error) {
    slot?.release();
    throw error;
  }
}

/** How a server opens its database. */
export interface ServerOpenOptions {
  /** The built `writer-worker.ts`: a thread, so that requests go on while SQLite syncs. */
  writerUrl: URL;
  /** Whether to open an SQLite file that looks like a copy without its log. */
  acceptLoneFile: boolean;
  /** Receives a sentence for each file that other users of the machine can read. */
  warn: Warn;
}

/**
 * Connects, and checks that the database answers. Throws an Error with a sentence for the operator
 * if it does not. A server also marks an SQLite file as open.
 */
export async function open(url: string, server?: ServerOpenOptions): Promise<Database> {
  if (isSqlite(url)) return server ? openFileToServe(url, server) : connect(url);
  const database = connect(url);
  try {
    await sql`select 1`.execute(database.reader);
    return database;
  } catch (cause) {
    await database.close();
    throw unreachable.test(describe(cause)) ? noAnswer(url, cause) : cause;
  }
}

/**
 * Like `open`, for commands that need existing data: throws an Error with a sentence if the SQLite
 * file does not exist, instead of creating it.
 */
export async function openExisting(url: string): Promise<Database> {
  const path = resolve(pathOf(url));
  if (isSqlite(url) && !existsSync(path)) {
    throw new Error(
      `There is no database at ${path}. Run this command in the server's folder, or set DATABASE_URL.`,
    );
  }
  return open(url);
}

/** Prints to standard error, because programs read the standard output of commands. */
function printWarning(sentence: string): void {
  console.error(`Warning: ${sentence}`);
}

const sqliteScheme = 'sqlite:';

/** The path of an SQLite database; undefined for PostgreSQL and for a database in memory. */
export function sqlitePath(url: string): string | undefined {
  return isSqlite(url) && pathOf(url) !== ':memory:' ? pathOf(url) : undefined;
}

/** Whether the address names an SQLite file; otherwise it names a PostgreSQL database. */
export function isSqlite(url: string): boolean {
  return url.startsWith(sqliteScheme);
}

/** The path of the SQLite file that the address names. */
export function pathOf(url: string): string {
  return url.slice(sqliteScheme.length);
}

/** Error codes of an address where nothing listens or that cannot be reached. */
const unreachable = /^(ECONN|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN|timeout )/;

function describe(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  return code ?? String(message);
}

function noAnswer(url: string, cause: unknown): Error {
  const { hostname, port } = new URL(url);
  const server = `${hostname || 'localhost'}:${port || 5432}`;
  return new Error(`PostgreSQL at ${server} does not answer. Check DATABASE_URL.`, { cause });
}

async function openFileToServe(url: string, server: ServerOpenOptions): Promise<Database> {
  const path = pathOf(url);
  const slot = acquireFile(path, server);
  try {
    const database = withReader(url, await WriterThread.open(server.writerUrl, path), slot);
    await setOpenMarker(database.writer);
    return database;
  } catch (error) {
    slot?.release();
    throw error;
  }
}

/**
 * Takes a slot among the processes that have the file open. Throws an Error if the file is a copy
 * without its log.
 */
function acquireFile(
  path: string,
  { acceptLoneFile, warn }: Omit<ServerOpenOptions, 'writerUrl'>,
): FileSlot | undefined {
  restrictDatabaseFiles(path, warn);
  const slot = acquireSlot(path);
  try {
    if (!acceptLoneFile) refuseLoneFile(path, slot);
    return slot;
  } catch (error) {
    slot?.release();
    throw error;
  }
}

/** Adds a second connection for plain reads, which then never wait for an open transaction. */
function withReader(
  url: string,
  writeConnection: SqliteConnection,
  slot: FileSlot | undefined,
): Database {
  const readConnection = openForReading(pathOf(url));
  const dialect = new TidingsSqliteDialect(writeConnection);
  const writer = new Kysely<Schema>({ dialect });
  const reader = new Kysely<Schema>({ dialect: new TidingsSqliteDialect(readConnection) });
  const close = async () => {
    await reader.destroy();
    readConnection.close();
    await releaseFile(writer, slot);
    await writer.destroy();
    // The writer closes last: the last connection to close folds the write-ahead log into the file,
    // and a reader may not do that.
    await writeConnection.close();
  };
  const runBatch =
    writeConnection instanceof WriterThread
      ? (call: BatchCall) => dialect.runExclusive(() => writeConnection.runBatch(call))
      : undefined;
  return { dialect: 'sqlite', url, writer, reader, runBatch, close };
}
