import { type Kysely, sql } from 'kysely';
import { textColumn } from './columns.ts';

/** A server of the previous version would not find a visitor whose id is stored as a hash. */
export const kind = 'stop';

/**
 * Creates the table of jobs and, if there are visitors, a first job that hashes the anonymous ids
 * stored in plain text. For visitors whose own id is the secret, the job replaces that id and
 * everything that refers to it. The two indexes serve that job alone, which drops them.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  const text = textColumn(db);
  // A server from before 0012 that ran beside a newer one stored visitors without an alias.
  await sql`
    insert into visitor_alias (project_id, anonymous_id, visitor_id)
    select project_id, id, id from visitor
    where subject is null and id not in (select visitor_id from visitor_alias)
    on conflict do nothing`.execute(db);
  await db.schema
    .createTable('job')
    .addColumn('name', text, (c) => c.notNull().primaryKey())
    .addColumn('claimed_by', text)
    .addColumn('claimed_until', text)
    .addColumn('done_at', text)
    .execute();
  await sql`
    insert into job (name)
    select 'hash-anonymous-ids' where exists (select 1 from visitor_alias)`.execute(db);
  const earlier = await sql`
    select 1 from visitor_alias where anonymous_id = visitor_id limit 1`.execute(db);
  if (earlier.rows.length === 0) return;
  await sql`create index response_by_visitor on response (project_id, visitor_id)`.execute(db);
  await sql`
    create index visitor_alias_by_visitor on visitor_alias (project_id, visitor_id)`.execute(db);
}
