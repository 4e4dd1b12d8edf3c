import { type Kysely, PostgresAdapter, type RawBuilder, sql } from 'kysely';

/** Whether a migration runs on PostgreSQL; otherwise it runs on SQLite. */
export function onPostgres(db: Kysely<unknown>): boolean {
  return db.getExecutor().adapter instanceof PostgresAdapter;
}

/**
 * A text column that sorts by bytes on both databases. SQLite does so by itself; PostgreSQL would
 * use the language of the machine, and two nodes could then disagree about an order.
 */
export function textColumn(db: Kysely<unknown>): RawBuilder<unknown> {
  return onPostgres(db) ? sql`text collate "C"` : sql`text`;
}

/**
 * For tables that are their own index (tallies, exposures), so that SQLite stores each row once.
 */
export function clustered(db: Kysely<unknown>): RawBuilder<unknown> {
  return onPostgres(db) ? sql`` : sql`without rowid`;
}

/** The database's current time as ISO-8601 in UTC with milliseconds, like all instants. */
export function currentInstant(db: Kysely<unknown>): RawBuilder<unknown> {
  return onPostgres(db)
    ? sql`to_char(now() at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`
    : sql`strftime('%Y-%m-%dT%H:%M:%fZ', 'now')`;
}
