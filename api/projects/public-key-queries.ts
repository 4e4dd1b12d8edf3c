import type { Db } from '../db/database.ts';

/** Returns the id of each project of this instance, by public key. */
export async function listPublicKeys(db: Db): Promise<Map<string, string>> {
  const rows = await db.selectFrom('project').select(['id', 'public_key']).execute();
  return new Map(rows.map((row) => [row.public_key, row.id]));
}
