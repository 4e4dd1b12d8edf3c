import { type Kysely, sql } from 'kysely';
import { clustered, textColumn } from './columns.ts';

/**
 * By which id of its own an anonymous visitor is found. What a visitor met and answered is kept under an
 * id that the server makes, in order of time: rows that come together then lie together. Whoever was here
 * before keeps the id that they had.
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
