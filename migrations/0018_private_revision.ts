import type { Kysely } from 'kysely';

/** A running process of the previous version ignores the new column. */
export const kind = 'rolling';

/** Separates what only members change from what visitors could notice, which raises `revision`. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .alterTable('project')
    .addColumn('private_revision', 'integer', (c) => c.notNull().defaultTo(0))
    .execute();
}
