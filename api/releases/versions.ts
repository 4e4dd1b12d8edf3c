import type { Db } from '../db/database.ts';
import { listVersionsById } from './list-queries.ts';

/** Returns the versions of releases by id. Ids that do not exist are left out. */
export async function versionsOf(
  db: Db,
  projectId: string,
  ids: readonly string[],
): Promise<Map<string, string>> {
  return ids.length === 0 ? new Map() : listVersionsById(db, projectId, ids);
}
