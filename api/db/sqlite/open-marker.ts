import { existsSync, statSync } from 'node:fs';
import BetterSqlite3 from 'better-sqlite3';
import { sql } from 'kysely';
import type { Db } from '../database.ts';
import { type FileSlot, realPath } from './file-slots.ts';

/**
 * The open marker is the header field `user_version` of an SQLite file: 1 from the moment that a
 * server opens the file until its last user closes it. A file with the marker whose header says
 * WAL, but without a log beside it, is a copy that may lack recent changes.
 */
const openMark = 1;

/**
 * Throws an Error if the file is a copy without its log. Must run before SQLite opens the file,
 * because opening it creates the log. Does nothing if another process has the file open.
 */
export function refuseLoneFile(path: string, slot: FileSlot | undefined): void {
  if (path === ':memory:' || !existsSync(path) || statSync(path).size === 0) return;
  if (existsSync(`${realPath(path)}-wal`) || !isMarkedWal(path)) return;
  if (slot && slot.countOthers() > 0) return;
  throw new Error(loneFileMessage(path));
}

/**
 * The error message about a file without its log, for a server's start and for commands: both
 * possible causes, and what to do in each case.
 */
export function loneFileMessage(path: string): string {
  return `The database file ${path} is marked as open, but its log ${path}-wal is missing.
Either the file was copied while Tidings was running: recent changes are missing from the copy. Make a new copy with "tidings backup".
Or another tool opened or restored the file and folded the log into it: then nothing is missing. If the data is right, start once with "tidings serve --accept-lone-file".`;
}

/** Marks the file as open, and copies the marker from the log into the file itself. */
export async function setOpenMarker(writer: Db): Promise<void> {
  if ((await readMarker(writer)) === openMark) return;
  await sql`pragma user_version = 1`.execute(writer);
  await sql`pragma wal_checkpoint(full)`.execute(writer);
}

/**
 * Releases the slot, and clears the marker if no other process has the file open. SQLite lets one
 * connection write at a time, so of two processes that close together, the second one finds no
 * other. A marker that cannot be cleared (a full disk) stays, and so does the log, which makes a
 * start safe.
 */
export async function releaseFile(writer: Db, slot: FileSlot | undefined): Promise<void> {
  try {
    if (slot && (await readMarker(writer)) !== 0) await clearIfLast(writer, slot);
  } catch {
    // The data is safe in the log; closing must go on.
  } finally {
    slot?.release();
  }
}

async function clearIfLast(writer: Db, slot: FileSlot): Promise<void> {
  await writer.transaction().execute(async (trx) => {
    if (slot.countOthers() === 0) await sql`pragma user_version = 0`.execute(trx);
    slot.release();
  });
}

async function readMarker(db: Db): Promise<number | undefined> {
  const { rows } = await sql<{ user_version: number }>`pragma user_version`.execute(db);
  return rows[0]?.user_version;
}

/**
 * Reads through SQLite, because closing a plain file descriptor would drop this process's locks on
 * the file.
 */
function isMarkedWal(path: string): boolean {
  try {
    const database = new BetterSqlite3(path, { timeout: 0 });
    try {
      const marker = database.pragma('user_version', { simple: true });
      return marker === openMark && database.pragma('journal_mode', { simple: true }) === 'wal';
    } finally {
      database.close();
    }
  } catch {
    // The checks that follow report damage and missing permissions.
    return false;
  }
}
