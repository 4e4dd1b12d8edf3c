import { type Kysely, sql } from 'kysely';

/** A server of the previous version stores tokens in plain text, and would not find hashed ones. */
export const kind = 'stop';

/**
 * Ends every session. `person_session.token` holds the SHA-256 of a token from now on, and tokens
 * stored before must not open anything.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`delete from person_session`.execute(db);
}
