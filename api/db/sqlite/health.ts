import { statSync } from 'node:fs';
import BetterSqlite3 from 'better-sqlite3';
import { migrations } from '../../../migrations/index.ts';

/** Older versions can lose a committed transaction when the write-ahead log is reset. */
const minimumVersion = [3, 51, 3] as const;
/** Reading every page of a larger file would delay each start by many seconds. */
const fullCheckBytes = 512 * 1024 * 1024;
const fullSync = 2;
/**
 * 16 MB. Answers often change the same pages, and each checkpoint writes a changed page only once.
 */
const checkpointPages = 4000;

/**
 * Prepares a new connection so that acknowledged data is durable, or throws an Error that says what
 * is wrong and what to do (R2, R5). Checks damage, version, write access, and that commits are
 * synced.
 */
export function checkSqlite(
  database: BetterSqlite3.Database,
  path: string,
  existed: boolean,
): void {
  // Damage is checked first, because no statement can be prepared on a broken schema.
  if (existed) checkDamage(database, path);
  checkVersion(database.prepare('select sqlite_version()').pluck().get() as string);
  if (existed) refuseOldServer(database, path);
  switchToWal(database, path);
}

/** Throws an Error if SQLite is older than 3.51.3. */
export function checkVersion(version: string): void {
  const [major = 0, minor = 0, patch = 0] = version.split('.').map(Number);
  const [wantMajor, wantMinor, wantPatch] = minimumVersion;
  const comparison = major - wantMajor || minor - wantMinor || patch - wantPatch;
  if (comparison < 0) {
    throw new Error(
      `SQLite ${version} can lose acknowledged answers. Tidings needs SQLite ${minimumVersion.join('.')} or later.`,
    );
  }
}

function checkDamage(database: BetterSqlite3.Database, path: string): void {
  const advice = 'Restore your latest backup, or set DATABASE_URL to another file.';
  let result: unknown;
  try {
    const small = path !== ':memory:' && statSync(path).size <= fullCheckBytes;
    result = small
      ? database.pragma('quick_check(1)', { simple: true })
      : database.prepare('select count(*) >= 0 from sqlite_schema').pluck().get() === 1 && 'ok';
  } catch (cause) {
    // A write-ahead log cannot even be read if its index cannot be written.
    if (!isDamage(cause)) throw unwritable(path, cause);
    throw new Error(
      `The database file ${path} is damaged or is not an SQLite database. ${advice}`,
      { cause },
    );
  }
  if (result !== 'ok') throw new Error(`The database file ${path} is damaged. ${advice}`);
}

function isDamage(error: unknown): boolean {
  return error instanceof BetterSqlite3.SqliteError && /CORRUPT|NOTADB/.test(error.code);
}

function unwritable(path: string, cause: unknown): Error {
  return new Error(
    `The database file ${path} cannot be written. Give this user write access to the file and its folder, or restore it elsewhere.`,
    { cause },
  );
}

/** The newest migration of version 0.1.0. */
const lastWithoutLock = '0012_visitor_alias';
const newestKnown = Object.keys(migrations).at(-1);

/**
 * Servers of version 0.1.0 hold no serving lock, so the first update checks that no other process
 * has the file open: SQLite leaves WAL mode only then.
 */
function refuseOldServer(database: BetterSqlite3.Database, path: string): void {
  if (newestMigration(database) !== lastWithoutLock || lastWithoutLock === newestKnown) return;
  try {
    database.pragma('journal_mode = DELETE');
  } catch (cause) {
    // The switch to WAL, which follows, reports any other error.
    if (!String((cause as { code?: unknown }).code).startsWith('SQLITE_BUSY')) return;
    throw new Error(
      `Another process has the database file ${path} open, and this version would change it under a running server. Stop every Tidings server, then run this again.`,
      { cause },
    );
  }
}

function newestMigration(database: BetterSqlite3.Database): unknown {
  const table = database.prepare("select 1 from sqlite_schema where name = 'migration'").get();
  return table && database.prepare('select max(name) from migration').pluck().get();
}

/**
 * Sets `synchronous` after the switch, because better-sqlite3 otherwise lowers it to NORMAL under
 * WAL.
 */
function switchToWal(database: BetterSqlite3.Database, path: string): void {
  try {
    database.pragma('journal_mode = WAL');
    database.pragma('synchronous = FULL');
    database.pragma('foreign_keys = ON');
    database.pragma('secure_delete = ON');
    database.pragma('cache_size = -65536');
    database.pragma(`wal_autocheckpoint = ${checkpointPages}`);
    checkWritable(database);
  } catch (cause) {
    throw unwritable(path, cause);
  }
  if (database.pragma('synchronous', { simple: true }) !== fullSync) {
    throw new Error('SQLite does not sync its commits, so answers could be lost in a power cut.');
  }
}

/**
 * In a transaction, because `user_version` is the open marker, which a server may set at the same
 * time.
 */
function checkWritable(database: BetterSqlite3.Database): void {
  const write = database.transaction(() => {
    const version = database.pragma('user_version', { simple: true });
    database.pragma(`user_version = ${Number(version)}`);
  });
  write.immediate();
}
