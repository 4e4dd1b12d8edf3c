import { type Kysely, sql } from 'kysely';
import { currentInstant } from './columns.ts';

/** A process of the previous version would take an encrypted token key for the key itself. */
export const kind = 'stop';

/**
 * Version 0.1.0 used the secret itself for everything. From here on `instance_secret` holds random keys,
 * which the next start creates, and `token_key.material` of HS256 is encrypted, by the next start too. An
 * instance that has handed out tickets by now gets a row that says since when they are of the old form.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    insert into instance_secret (name, value, created_at)
    select 'landed-tickets', '', ${currentInstant(db)}
    where exists (select 1 from project)`.execute(db);
}
