import type { Deps } from '../deps.ts';
import { listProjectNames } from '../projects/projects.ts';

/**
 * Finds a project's id by its slug: undefined where there is none. All slugs are kept in memory and
 * read anew after a change, so that whoever floods us with wrong ones never reaches the database.
 */
export function createSlugs({
  database,
  notices,
}: Pick<Deps, 'database' | 'notices'>): (slug: string) => Promise<string | undefined> {
  let ids: Promise<Map<string, string>> | undefined;
  notices.onChange(() => {
    ids = undefined;
  });

  async function read(): Promise<Map<string, string>> {
    const projects = await listProjectNames(database.reader);
    return new Map(projects.map(({ id, slug }) => [slug, id]));
  }

  return async (slug) => {
    const reading = ids ?? read();
    ids = reading;
    try {
      return (await reading).get(slug);
    } catch (error) {
      if (ids === reading) ids = undefined;
      throw error;
    }
  };
}
