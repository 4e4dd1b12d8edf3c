import type { Db } from '../db/database.ts';
import { listEnds } from './queries.ts';

/** The id in `noun:id`, where the noun is one of these. */
export function idIn(named: string, ...nouns: string[]): string | undefined {
  const [noun = '', id] = named.split(':');
  return nouns.includes(noun) ? id : undefined;
}

/**
 * What the log itself says that these `noun:id` are called, by their making and their end: it remembers
 * what is gone. The rest is not in it.
 */
export async function namesInLog(
  db: Db,
  projectId: string,
  subjects: readonly string[],
): Promise<Map<string, string>> {
  const names = new Map<string, string>();
  for (const { subject, before, after } of await listEnds(db, projectId, subjects)) {
    const { name, version } = { ...(before as object), ...(after as object) } as Named;
    const said = name ?? version;
    if (typeof said === 'string') names.set(subject, said);
  }
  return names;
}

interface Named {
  name?: unknown;
  version?: unknown;
}
