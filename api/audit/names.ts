import type { Db } from '../db/database.ts';
import { listLifecycleEntries } from './queries.ts';

/** The id in `noun:id` if the noun is one of these; otherwise undefined. */
export function idIn(subject: string, ...nouns: string[]): string | undefined {
  const [noun = '', id] = subject.split(':');
  return nouns.includes(noun) ? id : undefined;
}

/**
 * Finds the names of these subjects (`noun:id`) in the entries of their creation and deletion, so
 * deleted things have names too. Subjects without such an entry are not in the map.
 */
export async function findSubjectNames(
  db: Db,
  projectId: string,
  subjects: readonly string[],
): Promise<Map<string, string>> {
  const names = new Map<string, string>();
  for (const { subject, before, after } of await listLifecycleEntries(db, projectId, subjects)) {
    const { name, version } = { ...(before as object), ...(after as object) } as NameFields;
    const subjectName = name ?? version;
    if (typeof subjectName === 'string') names.set(subject, subjectName);
  }
  return names;
}

interface NameFields {
  name?: unknown;
  version?: unknown;
}
