import { type Kysely, sql } from 'kysely';

/**
 * Reach is read from the tallies of the dimension `all`. In the primary key the dimension comes
 * after the day, so a list would walk over every version and trait of every day. With `count` in
 * this index, nothing else is read: 3 ms instead of 40 for 100 releases of 45 days and 40 values.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createIndex('exposure_tally_all')
    .on('exposure_tally')
    .columns(['project_id', 'release_id', 'kind', 'count'])
    .where(sql.ref('dimension'), '=', sql.lit('all'))
    .execute();
}
