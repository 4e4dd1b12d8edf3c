import { type Kysely, PostgresAdapter, type RawBuilder, sql } from 'kysely';

/** Whether a migration runs on PostgreSQL; otherwise it runs on SQLite. */
export function onPostgres(db: Kysely<unknown>): boolean {
  return db.getExecutor().adapter instanceof PostgresAdapter;
}

/**
 * Text that sorts by its bytes on both databases. SQLite does so by itself; PostgreSQL would use the
 * language of the machine, and two nodes could then disagree about an order.
 */
export function textColumn(db: Kysely<unknown>): RawBuilder<unknown> {
  return onPostgres(db) ? sql`text collate "C"` : sql`text`;
}

/** For tables that are their own index (tallies, exposures): SQLite then keeps each row once. */
export function clustered(db: Kysely<unknown>): RawBuilder<unknown> {
  return onPostgres(db) ? sql`` : sql`without rowid`;
}
