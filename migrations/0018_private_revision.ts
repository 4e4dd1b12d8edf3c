import type { Kysely } from 'kysely';

/** A running process of the previous version ignores the new column. */
export const kind = 'rolling';

/**
 * Adds a revision for changes that only members notice. Changes that visitors could notice raise
 * `revision`.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .alterTable('project')
    .addColumn('private_revision', 'integer', (c) => c.notNull().defaultTo(0))
    .execute();
}
