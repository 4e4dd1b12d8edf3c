import type { Kysely } from 'kysely';
import { textColumn } from './columns.ts';

/** Stores the address of the server that was started last, for links that commands print. */
export async function up(db: Kysely<unknown>): Promise<void> {
  const text = textColumn(db);

  await db.schema
    .createTable('instance_address')
    .addColumn('name', text, (c) => c.notNull().primaryKey())
    .addColumn('url', text, (c) => c.notNull())
    .execute();
}
