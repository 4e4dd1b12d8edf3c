import { type Kysely, sql } from 'kysely';
import { clustered, textColumn } from './columns.ts';

/**
 * Maps the ids that anonymous visitors bring to ids that the server creates. A visitor's exposures
 * and answers are stored under the server's id, which is ordered by time, so rows written together
 * are stored together. Existing visitors keep their ids.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  const text = textColumn(db);
  await db.schema
    .createTable('visitor_alias')
    .addColumn('project_id', text, (c) => c.notNull())
    .addColumn('anonymous_id', text, (c) => c.notNull())
    .addColumn('visitor_id', text, (c) => c.notNull())
    .addPrimaryKeyConstraint('visitor_alias_pk', ['project_id', 'anonymous_id'])
    .addForeignKeyConstraint('visitor_alias_visitor', ['project_id', 'visitor_id'], 'visitor', [
      'project_id',
      'id',
    ])
    .modifyEnd(clustered(db))
    .execute();
  await sql`
    insert into visitor_alias (project_id, anonymous_id, visitor_id)
    select project_id, id, id from visitor where subject is null`.execute(db);
}
