import { type CreateTableBuilder, type Kysely, type RawBuilder, sql } from 'kysely';
import { clustered, textColumn } from './columns.ts';

/** Creates visitors' answers, every edition of them, and the tallies that scores are read from. */
export async function up(db: Kysely<unknown>): Promise<void> {
  const text = textColumn(db);

  await db.schema
    .createTable('response')
    .addColumn('project_id', text, (c) => c.notNull())
    .addColumn('id', text, (c) => c.notNull())
    .addColumn('survey_id', text, (c) => c.notNull())
    .addColumn('survey_version', 'integer', (c) => c.notNull())
    .addColumn('release_id', text, (c) => c.notNull())
    .addColumn('visitor_id', text, (c) => c.notNull())
    .addColumn('first_rating', 'integer')
    .addColumn('rating', 'integer')
    .addColumn('scored_rating', 'integer')
    .addColumn('scored_day', text)
    .addColumn('latest_revision', 'integer', (c) => c.notNull())
    .addColumn('current_revision', 'integer', (c) => c.notNull())
    .addColumn('state', text, (c) => c.notNull())
    .addColumn('surface', text, (c) => c.notNull())
    .addColumn('locale', text)
    .addColumn('ran_version', text)
    .addColumn('account', text)
    .addColumn('traits', text, (c) => c.notNull())
    .addColumn('buckets', text, (c) => c.notNull())
    .addColumn('standing', text, (c) => c.notNull())
    .addColumn('in_window', 'integer', (c) => c.notNull())
    .addColumn('quarantined', 'integer', (c) => c.notNull())
    .addColumn('occurred_at', text, (c) => c.notNull())
    .addColumn('received_at', text, (c) => c.notNull())
    .addPrimaryKeyConstraint('response_pk', ['project_id', 'id'])
    .addUniqueConstraint('response_once', ['project_id', 'survey_id', 'release_id', 'visitor_id'])
    .addForeignKeyConstraint('response_visitor', ['project_id', 'visitor_id'], 'visitor', [
      'project_id',
      'id',
    ])
    .addForeignKeyConstraint(
      'response_survey_version',
      ['project_id', 'survey_id', 'survey_version'],
      'survey_version',
      ['project_id', 'survey_id', 'n'],
    )
    .execute();

  // A release's answers are paged newest first.
  await db.schema
    .createIndex('response_newest')
    .on('response')
    .columns(['project_id', 'release_id', 'received_at', 'id'])
    .execute();

  // Few responses are quarantined, and each score reports their number.
  await db.schema
    .createIndex('response_quarantined')
    .on('response')
    .columns(['project_id', 'release_id'])
    .where(sql.ref('quarantined'), '=', sql.lit(1))
    .execute();

  await db.schema
    .createTable('response_revision')
    .addColumn('project_id', text, (c) => c.notNull())
    .addColumn('response_id', text, (c) => c.notNull())
    .addColumn('n', 'integer', (c) => c.notNull())
    .addColumn('client_id', text, (c) => c.notNull())
    .addColumn('client_revision', 'integer', (c) => c.notNull())
    .addColumn('state', text, (c) => c.notNull())
    .addColumn('rating', 'integer')
    .addColumn('answers', text, (c) => c.notNull())
    .addColumn('comment', text)
    .addColumn('content_hash', text, (c) => c.notNull())
    .addColumn('occurred_at', text, (c) => c.notNull())
    .addColumn('received_at', text, (c) => c.notNull())
    .addPrimaryKeyConstraint('response_revision_pk', ['project_id', 'response_id', 'n'])
    .addUniqueConstraint('response_revision_client', ['project_id', 'client_id', 'client_revision'])
    .addForeignKeyConstraint(
      'response_revision_response',
      ['project_id', 'response_id'],
      'response',
      ['project_id', 'id'],
    )
    .execute();

  await createTally(db, text, 'tally', ['day']);
  await createTally(db, text, 'tally_total', []);
}

const tallyText = ['dimension', 'value', 'surface', 'standing'] as const;
const tallyNumbers = ['in_window', 'rating', 'slot'] as const;

async function createTally(
  db: Kysely<unknown>,
  text: RawBuilder<unknown>,
  table: string,
  period: string[],
): Promise<void> {
  const words = ['project_id', 'release_id', 'survey_id'];
  let builder: CreateTableBuilder<string, string> = db.schema.createTable(table);
  for (const name of words) builder = builder.addColumn(name, text, (c) => c.notNull());
  builder = builder.addColumn('survey_version', 'integer', (c) => c.notNull());
  for (const name of [...period, ...tallyText]) {
    builder = builder.addColumn(name, text, (c) => c.notNull());
  }
  for (const name of tallyNumbers) builder = builder.addColumn(name, 'integer', (c) => c.notNull());
  await builder
    .addColumn('count', 'integer', (c) => c.notNull())
    .addPrimaryKeyConstraint(`${table}_pk`, [
      ...words,
      'survey_version',
      ...period,
      ...tallyText,
      ...tallyNumbers,
    ])
    .modifyEnd(clustered(db))
    .execute();
}
