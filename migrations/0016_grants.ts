import { type Kysely, sql } from 'kysely';
import { textColumn } from './columns.ts';

/** A process of the previous version writes keys without a creator; each start fills it in. */
export const kind = 'rolling';

/**
 * Adds the creator of each key, from the audit log, and the projects that were created with keys.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  const text = textColumn(db);

  for (const table of ['api_key', 'token_key']) {
    await db.schema.alterTable(table).addColumn('created_by', text).execute();
  }
  await fillIn(db, 'api_key', 'key');
  await fillIn(db, 'token_key', 'token-key');

  await db.schema
    .createTable('key_project')
    .addColumn('project_id', text, (c) => c.notNull().primaryKey().references('project.id'))
    .addColumn('key_project_id', text, (c) => c.notNull())
    .addColumn('key_id', text, (c) => c.notNull())
    .addColumn('root_key_id', text, (c) => c.notNull())
    .addColumn('created_at', text, (c) => c.notNull())
    .execute();
  await db.schema
    .createIndex('key_project_key')
    .on('key_project')
    .columns(['key_project_id', 'key_id'])
    .execute();
  await db.schema
    .createIndex('key_project_root_key')
    .on('key_project')
    .columns(['root_key_id', 'created_at'])
    .execute();
}

async function fillIn(db: Kysely<unknown>, table: string, noun: string): Promise<void> {
  await sql`update ${sql.table(table)} set created_by = (
    select actor from audit_entry as entry
    where entry.project_id = ${sql.ref(`${table}.project_id`)}
      and entry.action = ${`${noun}.create`}
      and entry.subject = ${`${noun}:`} || ${sql.ref(`${table}.id`)}
    limit 1) where created_by is null`.execute(db);
}
