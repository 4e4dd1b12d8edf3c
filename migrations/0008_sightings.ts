import type { Kysely } from 'kysely';
import { clustered, textColumn } from './columns.ts';

/** From which pages a project's feed is asked for: whether the snippet is alive. */
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
