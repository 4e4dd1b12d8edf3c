import type { Db } from '../db/database.ts';
import { AppError } from '../errors.ts';
import { getProject, listProjectNames } from '../projects/projects.ts';

/**
 * Finds the id of the project that a command names. `location` is the database's address, as it may
 * be printed. Throws `not_found` with the existing projects.
 */
export async function findProjectId(db: Db, project: string, location: string): Promise<string> {
  const found = await getProject(db, project).catch(async (cause: unknown) => {
    if (!(cause instanceof AppError)) throw cause;
    const slugs = (await listProjectNames(db)).map(({ slug }) => slug);
    const known =
      slugs.length > 0 ? `Existing projects: ${slugs.join(', ')}.` : 'It has no projects yet.';
    throw new AppError('not_found', `There is no project "${project}" in ${location}. ${known}`);
  });
  return found.id;
}
