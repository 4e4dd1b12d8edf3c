import type { Kysely } from 'kysely';
import { textColumn } from './columns.ts';

/**
 * Marks projects whose visitors and answers were generated: `filling`, then `whole`. Null is real.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('project').addColumn('generated', textColumn(db)).execute();
}
