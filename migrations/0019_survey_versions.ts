import { type Kysely, sql } from 'kysely';

/**
 * A running process of the previous version ignores the column, and leaves it null when it
 * publishes.
 */
export const kind = 'rolling';

/**
 * Adds the survey version that each release asks. Releases that have gone live get the version that
 * was the newest then; other releases get none. There is no foreign key, because SQLite could add
 * one only by rewriting the whole table.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('release').addColumn('survey_version', 'integer').execute();
  await sql`
    update release set survey_version = coalesce(
      (select max(edition.n) from survey_version as edition
        where edition.project_id = release.project_id and edition.survey_id = release.survey_id
          and edition.created_at <= release.published_at),
      (select min(edition.n) from survey_version as edition
        where edition.project_id = release.project_id and edition.survey_id = release.survey_id))
    where survey_id is not null and published_at is not null`.execute(db);
}
