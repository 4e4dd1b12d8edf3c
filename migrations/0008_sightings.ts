import type { Kysely } from 'kysely';
import { clustered, textColumn } from './columns.ts';

/**
 * Creates heartbeats: the origins of pages that ask for a project's feed, which show that the
 * snippet works.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  const text = textColumn(db);

  await db.schema
    .createTable('sighting')
    .addColumn('project_id', text, (c) => c.notNull().references('project.id'))
    .addColumn('origin', text, (c) => c.notNull())
    .addColumn('first_seen_at', text, (c) => c.notNull())
    .addColumn('last_seen_at', text, (c) => c.notNull())
    .addPrimaryKeyConstraint('sighting_pk', ['project_id', 'origin'])
    .modifyEnd(clustered(db))
    .execute();
}
