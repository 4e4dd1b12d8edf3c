import { type Kysely, sql } from 'kysely';
import { clustered, textColumn } from './columns.ts';

/** A running process of the previous version reads and writes these tables correctly. */
export const kind = 'rolling';

/**
 * Creates the counts of new anonymous raters by network, the groups of visitors that are held back,
 * and the list of a project's own networks. A network is stored only as an HMAC under a key of its
 * day. The rows of `network_count` and `network_rater` live for 48 hours and are written with every
 * new rater, so they have no foreign keys.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await createCounts(db);
  await createHeldGroups(db);
  await db.schema
    .alterTable('project')
    .addColumn('own_networks', textColumn(db), (c) => c.notNull().defaultTo('[]'))
    .execute();
}

async function createCounts(db: Kysely<unknown>): Promise<void> {
  const text = textColumn(db);
  await db.schema
    .createTable('network_key')
    .addColumn('day', text, (c) => c.notNull().primaryKey())
    .addColumn('key', text, (c) => c.notNull())
    .execute();

  await db.schema
    .createTable('network_count')
    .addColumn('project_id', text, (c) => c.notNull())
    .addColumn('hour', text, (c) => c.notNull())
    .addColumn('network', text, (c) => c.notNull())
    .addColumn('raters', 'integer', (c) => c.notNull())
    .addPrimaryKeyConstraint('network_count_pk', ['project_id', 'hour', 'network'])
    .modifyEnd(clustered(db))
    .execute();

  // The last 24 hours of one network are summed with every new rater. The index contains `raters`,
  // because SQLite would otherwise read the whole project by the primary key.
  await db.schema
    .createIndex('network_count_network')
    .on('network_count')
    .columns(['project_id', 'network', 'hour', 'raters'])
    .execute();

  await db.schema
    .createTable('network_rater')
    .addColumn('project_id', text, (c) => c.notNull())
    .addColumn('hour', text, (c) => c.notNull())
    .addColumn('network', text, (c) => c.notNull())
    .addColumn('visitor_id', text, (c) => c.notNull())
    .addPrimaryKeyConstraint('network_rater_pk', ['project_id', 'hour', 'network', 'visitor_id'])
    .modifyEnd(clustered(db))
    .execute();
}

async function createHeldGroups(db: Kysely<unknown>): Promise<void> {
  const text = textColumn(db);
  await db.schema
    .createTable('held_group')
    .addColumn('project_id', text, (c) => c.notNull().references('project.id'))
    .addColumn('id', text, (c) => c.notNull())
    .addColumn('found_at', text, (c) => c.notNull())
    .addColumn('state', text, (c) => c.notNull())
    .addColumn('network', text, (c) => c.notNull())
    .addColumn('settle_at', text)
    .addColumn('settled_through', text, (c) => c.notNull())
    .addPrimaryKeyConstraint('held_group_pk', ['project_id', 'id'])
    .execute();

  await db.schema.alterTable('visitor').addColumn('held_group', text).execute();
  await db.schema
    .alterTable('visitor')
    .addColumn('has_rated', 'integer', (c) => c.notNull().defaultTo(0))
    .execute();
  await sql`
    update visitor set has_rated = 1
    where (project_id, id) in (select project_id, visitor_id from response)`.execute(db);
  await db.schema.alterTable('response').addColumn('held_group', text).execute();
  await db.schema
    .alterTable('exposure')
    .addColumn('quarantined', 'integer', (c) => c.notNull().defaultTo(0))
    .execute();

  // Few visitors and answers are held back. With these indexes, groups are listed and moved without
  // reading the others.
  await db.schema
    .createIndex('visitor_held')
    .on('visitor')
    .columns(['project_id', 'held_group', 'id'])
    .where(sql.ref('held_group'), 'is not', null)
    .execute();
  await db.schema
    .createIndex('response_held')
    .on('response')
    .columns(['project_id', 'held_group', 'release_id', 'rating'])
    .where(sql.ref('held_group'), 'is not', null)
    .execute();
}
