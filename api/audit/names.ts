import type { Db } from '../db/database.ts';
import { listLifecycleEntries } from './queries.ts';

/** The id in `noun:id`, where the noun is one of these. */
export function idIn(subject: string, ...nouns: string[]): string | undefined {
  const [noun = '', id] = subject.split(':');
  return nouns.includes(noun) ? id : undefined;
}

/**
 * What the log itself says that these `noun:id` are called, by their making and their end: it remembers
 * what is gone. The rest is not in it.
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
