import type { ApiKeyCreate, ApiKeyCreated } from '../../contract/keys.ts';
import { withoutPassword } from '../config.ts';
import { type Db, openExisting } from '../db/connect.ts';
import { migrate } from '../db/migrate.ts';
import { AppError } from '../errors.ts';
import { newId } from '../ids.ts';
import { getProject, listProjectNames } from '../projects/projects.ts';
import { createApiKey } from './api-keys.ts';

/**
 * `tidings key create`: makes a key on the database itself, for whoever can reach that needs no
 * other. Throws `not_found` for a project that is not there, with those that are.
 */
export async function createKeyAt(
  databaseUrl: string,
  { project, name, scope }: { project: string } & Pick<ApiKeyCreate, 'name' | 'scope'>,
): Promise<ApiKeyCreated> {
  const database = await openExisting(databaseUrl);
  try {
    await migrate(database);
    const now = new Date();
    const projectId = await findId(database.reader, project, withoutPassword(databaseUrl));
    const input = { projectId, id: newId(), actor: 'system', name, scope, expiresAt: null };
    return await database.writer.transaction().execute((trx) => createApiKey(trx, input, now));
  } finally {
    await database.close();
  }
}

async function findId(db: Db, project: string, place: string): Promise<string> {
  const found = await getProject(db, project).catch(async (cause: unknown) => {
    if (!(cause instanceof AppError)) throw cause;
    const slugs = (await listProjectNames(db)).map(({ slug }) => slug);
    const known = slugs.length > 0 ? `It has: ${slugs.join(', ')}.` : 'It has none yet.';
    throw new AppError('not_found', `There is no project "${project}" in ${place}. ${known}`);
  });
  return found.id;
}
