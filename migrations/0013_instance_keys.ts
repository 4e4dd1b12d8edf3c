import { type Kysely, sql } from 'kysely';
import { currentInstant } from './columns.ts';

/** A process of the previous version would use an encrypted token key as the key itself. */
export const kind = 'stop';

/**
 * Version 0.1.0 used the secret itself for everything. From now on `instance_secret` holds random
 * keys, and `token_key.material` of HS256 is encrypted; the next start does both. An instance that
 * may have issued tickets gets a row with the time of this migration, until which tickets have the
 * old form.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    insert into instance_secret (name, value, created_at)
    select 'landed-tickets', '', ${currentInstant(db)}
    where exists (select 1 from project)`.execute(db);
}
