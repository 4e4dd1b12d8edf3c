import { setTimeout as sleep } from 'node:timers/promises';
import { type Migration, Migrator, sql } from 'kysely';
import { type KnownMigration, migrations as knownMigrations } from '../../migrations/index.ts';
import type { Database, Db } from './database.ts';
import type { DatabaseLock } from './database-lock.ts';
import { countServing, tryLockout } from './serving-lock.ts';

/** How long a stop migration waits for other servers to stop: milliseconds. */
const defaultMaxWaitMs = 30_000;
const pollIntervalMs = 200;

export interface MigrateOptions {
  /** How long to wait for other servers to stop, if the migration requires that: milliseconds. */
  waitMs?: number;
  /** Receives a sentence at each step of a migration that may take long. */
  onProgress?(sentence: string): void;
}

/**
 * Brings the schema to this program's version, all or nothing (R18), and returns the names of the
 * migrations that were run. If one of them is a stop migration, waits until no server uses the
 * database, and keeps servers out while it runs. Throws an Error if servers are still running after
 * the wait, or if the database comes from a newer Tidings.
 */
export async function migrate(
  database: Database,
  migrations: Record<string, KnownMigration> = knownMigrations,
  { waitMs = defaultMaxWaitMs, onProgress = () => {} }: MigrateOptions = {},
): Promise<string[]> {
  const deadlineMs = performance.now() + waitMs;
  for (let lastMessage = ''; ; ) {
    const pending = await findPending(database, migrations);
    if (pending.length === 0) return [];
    const isEmpty = pending.length === Object.keys(migrations).length;
    // Creating the tables of a new database takes no time, so no progress is reported.
    if (isEmpty) return runPending(database, migrations, () => {});
    if (pending.every((name) => migrations[name]?.kind === 'rolling')) {
      return runPending(database, migrations, onProgress);
    }
    const { lockout, serving } = await lockServersOut(database.url);
    if (lockout) return runWithLockout(lockout, database, migrations, onProgress);
    if (serving > 0 && performance.now() >= deadlineMs) throw serversRunningError(serving);
    const message = waitingMessage(serving);
    if (message !== lastMessage) onProgress(message);
    lastMessage = message;
    await sleep(serving === 0 ? 20 : pollIntervalMs);
  }
}

/** Throws an Error if the database has migrations that this program does not know. */
export async function refuseNewer({ writer }: Pick<Database, 'writer'>): Promise<void> {
  refuseUnknown(await listApplied(writer), knownMigrations);
}

async function findPending(
  { writer }: Database,
  migrations: Record<string, KnownMigration>,
): Promise<string[]> {
  const applied = await listApplied(writer);
  refuseUnknown(applied, migrations);
  return Object.keys(migrations).filter((name) => !applied.includes(name));
}

function refuseUnknown(applied: string[], migrations: Record<string, KnownMigration>): void {
  const unknown = applied.filter((name) => !(name in migrations));
  if (unknown.length > 0) {
    throw new Error(
      `This database was migrated by a newer version of Tidings (it has ${unknown.join(', ')}). Start that version, or restore a backup made before the update.`,
    );
  }
}

async function listApplied(db: Db): Promise<string[]> {
  const tables = await db.introspection.getTables({ withInternalKyselyTables: true });
  if (!tables.some((table) => table.name === 'migration')) return [];
  const { rows } = await sql<{ name: string }>`select name from migration`.execute(db);
  return rows.map(({ name }) => name);
}

/** Servers of version 0.1.0 hold no lock, so they are counted even if no server holds it. */
async function lockServersOut(
  url: string,
): Promise<{ lockout: DatabaseLock | undefined; serving: number }> {
  const lockout = await tryLockout(url);
  try {
    const serving = await countServing(url);
    if (lockout && serving === 0) return { lockout, serving };
    await lockout?.release();
    return { lockout: undefined, serving };
  } catch (error) {
    await lockout?.release();
    throw error;
  }
}

async function runWithLockout(
  lockout: DatabaseLock,
  ...rest: Parameters<typeof runPending>
): Promise<string[]> {
  try {
    return await runPending(...rest);
  } finally {
    await lockout.release();
  }
}

async function runPending(
  { writer, dialect }: Database,
  migrations: Record<string, Migration>,
  onProgress: (sentence: string) => void,
): Promise<string[]> {
  // A backfill may take longer than the connection's limit, which is meant for requests.
  let isLimited = dialect === 'postgres';
  const steps = Object.entries(migrations).map(([name, migration]) => [
    name,
    { up: (db: Db) => runStep(db, name, migration) },
  ]);
  async function runStep(db: Db, name: string, migration: Migration): Promise<void> {
    onProgress(`Migrating the database: ${name}.`);
    if (isLimited) await sql`set local statement_timeout = 0`.execute(db);
    isLimited = false;
    await migration.up(db);
  }
  const migrator = new Migrator({
    db: writer,
    provider: { getMigrations: async () => Object.fromEntries(steps) },
    migrationTableName: 'migration',
    migrationLockTableName: 'migration_lock',
  });
  const { error, results = [] } = await migrator.migrateToLatest();
  if (error) throw error instanceof Error ? error : new Error(String(error));
  return results.filter((r) => r.status === 'Success').map((r) => r.migrationName);
}

/** If no server is running, another process holds the lockout, and that process migrates. */
function waitingMessage(serving: number): string {
  if (serving === 0) return 'Waiting for another process, which is migrating this database.';
  return `Waiting for ${countOf(serving)} to stop: a running server would misread the database after this update.`;
}

function serversRunningError(serving: number): Error {
  return new Error(
    `${countOf(serving)} still ${serving === 1 ? 'uses' : 'use'} this database, and a running server would misread it after this update. Stop every Tidings server, then run this again. Nothing was changed.`,
  );
}

function countOf(serving: number): string {
  return serving === 1 ? '1 server' : `${serving} servers`;
}
