import type { Kysely } from 'kysely';
import { textColumn } from './columns.ts';

/** Where the server that was started last is reached: commands print links to it. */
export async function up(db: Kysely<unknown>): Promise<void> {
  const text = textColumn(db);

  await db.schema
    .createTable('instance_address')
    .addColumn('name', text, (c) => c.notNull().primaryKey())
    .addColumn('url', text, (c) => c.notNull())
    .execute();
}
