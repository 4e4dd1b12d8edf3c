import type { Db } from '../db/database.ts';
import { listPeopleById } from './people-queries.ts';

/** Returns people's names by id, including people who are no longer members. */
export async function listPeopleNames(
  db: Db,
  ids: readonly string[],
): Promise<Map<string, string>> {
  const people = ids.length === 0 ? [] : await listPeopleById(db, ids);
  return new Map(people.map(({ id, name }) => [id, name]));
}
