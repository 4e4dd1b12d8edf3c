import type { Kysely } from 'kysely';
import { clustered, textColumn } from './columns.ts';

/** Creates visitors, their exposures, and the counts of exposures. */
export async function up(db: Kysely<unknown>): Promise<void> {
  const text = textColumn(db);

  await db.schema
    .createTable('visitor')
    .addColumn('project_id', text, (c) => c.notNull().references('project.id'))
    .addColumn('id', text, (c) => c.notNull())
    .addColumn('pseudonym', text, (c) => c.notNull())
    .addColumn('bucket_key', text, (c) => c.notNull())
    .addColumn('subject', text)
    .addColumn('account', text)
    .addColumn('muted', 'integer', (c) => c.notNull())
    .addColumn('seen_at', text)
    .addColumn('created_at', text, (c) => c.notNull())
    .addPrimaryKeyConstraint('visitor_pk', ['project_id', 'id'])
    .addUniqueConstraint('visitor_subject', ['project_id', 'subject'])
    .execute();

  await db.schema
    .createTable('exposure')
    .addColumn('project_id', text, (c) => c.notNull())
    .addColumn('visitor_id', text, (c) => c.notNull())
    .addColumn('release_id', text, (c) => c.notNull())
    .addColumn('kind', text, (c) => c.notNull())
    .addColumn('first_at', text, (c) => c.notNull())
    .addColumn('ran_version', text)
    .addColumn('buckets', text, (c) => c.notNull())
    .addPrimaryKeyConstraint('exposure_pk', ['project_id', 'visitor_id', 'release_id', 'kind'])
    .addForeignKeyConstraint('exposure_visitor', ['project_id', 'visitor_id'], 'visitor', [
      'project_id',
      'id',
    ])
    .addForeignKeyConstraint('exposure_release', ['project_id', 'release_id'], 'release', [
      'project_id',
      'id',
    ])
    .modifyEnd(clustered(db))
    .execute();

  await db.schema
    .createTable('exposure_tally')
    .addColumn('project_id', text, (c) => c.notNull())
    .addColumn('release_id', text, (c) => c.notNull())
    .addColumn('kind', text, (c) => c.notNull())
    .addColumn('day', text, (c) => c.notNull())
    .addColumn('dimension', text, (c) => c.notNull())
    .addColumn('value', text, (c) => c.notNull())
    .addColumn('slot', 'integer', (c) => c.notNull())
    .addColumn('count', 'integer', (c) => c.notNull())
    .addPrimaryKeyConstraint('exposure_tally_pk', [
      'project_id',
      'release_id',
      'kind',
      'day',
      'dimension',
      'value',
      'slot',
    ])
    .modifyEnd(clustered(db))
    .execute();
}
