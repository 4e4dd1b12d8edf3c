import type { Deps } from '../deps.ts';
import { listProjectNames } from '../projects/projects.ts';

/**
 * Returns a function that returns the ids of all projects by slug. They are kept in memory and read
 * again after a change, so that a flood of requests with wrong slugs never reaches the database.
 */
export function createSlugs({
  database,
  notices,
}: Pick<Deps, 'database' | 'notices'>): () => Promise<ReadonlyMap<string, string>> {
  let ids: Promise<Map<string, string>> | undefined;
  notices.onChange(() => {
    ids = undefined;
  });

  async function read(): Promise<Map<string, string>> {
    const projects = await listProjectNames(database.reader);
    return new Map(projects.map(({ id, slug }) => [slug, id]));
  }

  return async () => {
    const pending = ids ?? read();
    ids = pending;
    try {
      return await pending;
    } catch (error) {
      if (ids === pending) ids = undefined;
      throw error;
    }
  };
}
