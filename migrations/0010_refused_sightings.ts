import type { Kysely } from 'kysely';

/** Pages that the allowed origins shut out ask too: they are kept apart, so that none crowds out ours. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .alterTable('sighting')
    .addColumn('refused', 'integer', (c) => c.notNull().defaultTo(0))
    .execute();
}
