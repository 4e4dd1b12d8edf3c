import { closeSync, existsSync, openSync, readSync } from 'node:fs';
import BetterSqlite3 from 'better-sqlite3';
import { loneFileMessage } from '../../db/sqlite/open-marker.ts';
import { type Contents, readContents } from '../contents.ts';
import { fillPart } from '../new-file.ts';
import type { BackupProgress } from '../progress.ts';
import { checkSchema } from '../schema-check.ts';
import { beginSnapshot, isSecretInside, iterateRows, listTables } from './queries.ts';

const pagesPerStep = 2000;

/** The findings about a copy, before it is put in its place. */
export interface CopiedFile {
  contents: Contents;
  /** Whether the instance secret is in the database itself. */
  isSecretInside: boolean;
}

/**
 * Copies an SQLite database as it is now to `PATH.part` with mode 0600, even while others write to
 * it, checks every page and index of the copy, clears its open marker and syncs it. `putInPlace`
 * makes the copy visible. Throws an Error with a sentence if the copy is damaged or from a newer
 * Tidings.
 */
export async function copySqlite(
  from: string,
  to: string,
  onProgress: BackupProgress,
): Promise<CopiedFile> {
  try {
    return await fillPart(to, async (part) => {
      await copyPages(from, part, onProgress);
      return inspectCopy(part, from, onProgress);
    });
  } catch (error) {
    throw isDamage(error) ? damaged(from, error) : error;
  }
}

/**
 * Throws an Error unless the file is an SQLite database that does not lack its log. Reads the
 * header without SQLite, so it must not be called on a file that this process has open.
 */
export function checkHeader(path: string): void {
  const header = Buffer.alloc(100);
  const file = openSync(path, 'r');
  try {
    readSync(file, header, 0, header.length, 0);
  } finally {
    closeSync(file);
  }
  if (header.toString('latin1', 0, 16) !== 'SQLite format 3\0') {
    throw new Error(`${path} is not a backup of an SQLite database.`);
  }
  const isWal = header[18] === 2;
  const isMarked = header.readUInt32BE(60) === 1;
  if (isWal && isMarked && !existsSync(`${path}-wal`)) throw new Error(loneFileMessage(path));
}

/** Copies within one transaction, so that writes by others do not make SQLite start again. */
async function copyPages(from: string, to: string, onProgress: BackupProgress): Promise<void> {
  const source = new BetterSqlite3(from, { readonly: true, fileMustExist: true });
  try {
    beginSnapshot(source);
    await source.backup(to, {
      progress({ totalPages, remainingPages }) {
        onProgress('Copying', totalPages - remainingPages, totalPages);
        return pagesPerStep;
      },
    });
    onProgress('Copying', 1, 1);
  } finally {
    source.close();
  }
}

/** Turns WAL off, so that the copy is a single file that can be read from a read-only medium. */
async function inspectCopy(part: string, from: string, onProgress: BackupProgress) {
  const copy = new BetterSqlite3(part);
  try {
    copy.pragma('journal_mode = delete');
    copy.pragma('user_version = 0');
    onProgress('Checking', 0, 1);
    const result = copy.pragma('integrity_check(1)', { simple: true });
    if (result !== 'ok') throw damaged(from, result);
    onProgress('Checking', 1, 1);
    const reader = {
      tables: listTables(copy),
      rows: (table: Parameters<typeof iterateRows>[1]) => iterateRows(copy, table),
    };
    const contents = await readContents(reader, onProgress);
    checkSchema(from, contents.schema);
    return { contents, isSecretInside: isSecretInside(copy) };
  } finally {
    copy.close();
  }
}

function damaged(from: string, cause: unknown): Error {
  return new Error(`${from} is damaged, so nothing was copied. Use an earlier backup.`, { cause });
}

function isDamage(error: unknown): boolean {
  return error instanceof BetterSqlite3.SqliteError && /CORRUPT|NOTADB/.test(error.code);
}
