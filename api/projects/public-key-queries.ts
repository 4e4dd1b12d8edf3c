import type { Db } from '../db/database.ts';

/** By public key, the id of each project of this instance. */
export async function listPublicKeys(db: Db): Promise<Map<string, string>> {
  const rows = await db.selectFrom('project').select(['id', 'public_key']).execute();
  return new Map(rows.map((row) => [row.public_key, row.id]));
}
