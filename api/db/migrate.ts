import { type Migration, Migrator, sql } from 'kysely';
import { migrations as ours } from '../../migrations/index.ts';
import type { Database } from './connect.ts';

/**
 * Brings the schema to this program's edition, all of it or nothing (R18), and gives the names of
 * the migrations that were run. Throws an Error where the database comes from a newer Tidings.
 */
export async function migrate(
  database: Database,
  migrations: Record<string, Migration> = ours,
): Promise<string[]> {
  await refuseFuture(database, migrations);
  const migrator = new Migrator({
    db: database.writer,
    provider: { getMigrations: async () => migrations },
    migrationTableName: 'migration',
    migrationLockTableName: 'migration_lock',
  });
  const { error, results = [] } = await migrator.migrateToLatest();
  if (error) throw error instanceof Error ? error : new Error(String(error));
  return results.filter((r) => r.status === 'Success').map((r) => r.migrationName);
}

async function refuseFuture(database: Database, migrations: Record<string, Migration>) {
  const tables = await database.writer.introspection.getTables({ withInternalKyselyTables: true });
  if (!tables.some((table) => table.name === 'migration')) return;
  const { rows } = await sql<{ name: string }>`select name from migration`.execute(database.writer);
  const unknown = rows.filter((row) => !(row.name in migrations)).map((row) => row.name);
  if (unknown.length > 0) {
    throw new Error(
      `This database was made by a newer Tidings (it has ${unknown.join(', ')}). Start that version, or restore a backup made before the update.`,
    );
  }
}
