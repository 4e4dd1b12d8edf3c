import type { Kysely } from 'kysely';

/** Marks heartbeats of origins that are not allowed, so that they cannot crowd out allowed ones. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .alterTable('sighting')
    .addColumn('refused', 'integer', (c) => c.notNull().defaultTo(0))
    .execute();
}
