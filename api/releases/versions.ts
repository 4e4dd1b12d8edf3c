import type { Db } from '../db/database.ts';
import { listVersionsById } from './list-queries.ts';

/** By id, the versions of those of these releases that are there. */
export async function versionsOf(
  db: Db,
  projectId: string,
  ids: readonly string[],
): Promise<Map<string, string>> {
  return ids.length === 0 ? new Map() : listVersionsById(db, projectId, ids);
}
