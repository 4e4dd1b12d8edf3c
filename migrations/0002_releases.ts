import type { Kysely } from 'kysely';
import { textColumn } from './columns.ts';

/** Creates surveys, releases with their notes, and the former editions of each release. */
export async function up(db: Kysely<unknown>): Promise<void> {
  const text = textColumn(db);

  await db.schema
    .createTable('survey')
    .addColumn('project_id', text, (c) => c.notNull().references('project.id'))
    .addColumn('id', text, (c) => c.notNull())
    .addColumn('name', text, (c) => c.notNull())
    .addColumn('kind', text, (c) => c.notNull())
    .addColumn('created_at', text, (c) => c.notNull())
    .addPrimaryKeyConstraint('survey_pk', ['project_id', 'id'])
    .execute();

  await db.schema
    .createTable('survey_version')
    .addColumn('project_id', text, (c) => c.notNull())
    .addColumn('survey_id', text, (c) => c.notNull())
    .addColumn('n', 'integer', (c) => c.notNull())
    .addColumn('definition', text, (c) => c.notNull())
    .addColumn('created_at', text, (c) => c.notNull())
    .addPrimaryKeyConstraint('survey_version_pk', ['project_id', 'survey_id', 'n'])
    .addForeignKeyConstraint('survey_version_survey', ['project_id', 'survey_id'], 'survey', [
      'project_id',
      'id',
    ])
    .execute();

  await db.schema
    .createTable('release')
    .addColumn('project_id', text, (c) => c.notNull().references('project.id'))
    .addColumn('id', text, (c) => c.notNull())
    .addColumn('version', text, (c) => c.notNull())
    .addColumn('title', text, (c) => c.notNull())
    .addColumn('state', text, (c) => c.notNull())
    .addColumn('publish_at', text)
    .addColumn('published_at', text)
    .addColumn('display_date', text)
    .addColumn('expires_at', text)
    .addColumn('pinned', 'integer', (c) => c.notNull())
    .addColumn('major', 'integer', (c) => c.notNull())
    .addColumn('silent', 'integer', (c) => c.notNull())
    .addColumn('imported', 'integer', (c) => c.notNull())
    .addColumn('yanked', 'integer', (c) => c.notNull())
    .addColumn('position', 'integer', (c) => c.notNull())
    .addColumn('survey_id', text)
    .addColumn('rolled_back_at', text)
    .addColumn('roll_back_reason', text)
    .addColumn('revision', 'integer', (c) => c.notNull())
    .addColumn('created_at', text, (c) => c.notNull())
    .addColumn('updated_at', text, (c) => c.notNull())
    .addPrimaryKeyConstraint('release_pk', ['project_id', 'id'])
    .addUniqueConstraint('release_version', ['project_id', 'version'])
    .addForeignKeyConstraint('release_survey', ['project_id', 'survey_id'], 'survey', [
      'project_id',
      'id',
    ])
    .execute();

  // The schedule looks for the next due release in all projects at once.
  await db.schema
    .createIndex('release_due')
    .on('release')
    .columns(['state', 'publish_at'])
    .execute();

  await db.schema
    .createTable('release_revision')
    .addColumn('project_id', text, (c) => c.notNull())
    .addColumn('release_id', text, (c) => c.notNull())
    .addColumn('n', 'integer', (c) => c.notNull())
    .addColumn('actor', text, (c) => c.notNull())
    .addColumn('at', text, (c) => c.notNull())
    .addColumn('before', text, (c) => c.notNull())
    .addPrimaryKeyConstraint('release_revision_pk', ['project_id', 'release_id', 'n'])
    .addForeignKeyConstraint(
      'release_revision_release',
      ['project_id', 'release_id'],
      'release',
      ['project_id', 'id'],
      (c) => c.onDelete('cascade'),
    )
    .execute();

  await db.schema
    .createTable('note')
    .addColumn('project_id', text, (c) => c.notNull())
    .addColumn('release_id', text, (c) => c.notNull())
    .addColumn('id', text, (c) => c.notNull())
    .addColumn('position', 'integer', (c) => c.notNull())
    .addColumn('kind', text, (c) => c.notNull())
    .addColumn('title', text, (c) => c.notNull())
    .addColumn('body', text, (c) => c.notNull())
    .addColumn('html', text, (c) => c.notNull())
    .addColumn('renderer', 'integer', (c) => c.notNull())
    .addPrimaryKeyConstraint('note_pk', ['project_id', 'release_id', 'id'])
    .addForeignKeyConstraint(
      'note_release',
      ['project_id', 'release_id'],
      'release',
      ['project_id', 'id'],
      (c) => c.onDelete('cascade'),
    )
    .execute();
}
