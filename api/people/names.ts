import type { Db } from '../db/database.ts';
import { listPeopleById } from './people-queries.ts';

/** By id, what people are called, also those who are no members any more. */
export async function listPeopleNames(
  db: Db,
  ids: readonly string[],
): Promise<Map<string, string>> {
  const people = ids.length === 0 ? [] : await listPeopleById(db, ids);
  return new Map(people.map(({ id, name }) => [id, name]));
}
