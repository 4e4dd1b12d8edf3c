import type { ApiKeyCreate, ApiKeyCreated } from '../../contract/keys.ts';
import { type Change, changeProject, system } from '../change/change.ts';
import { withoutPassword } from '../config.ts';
import { openExisting } from '../db/connect.ts';
import { migrate } from '../db/migrate.ts';
import { commit } from '../db/transact.ts';
import { newId } from '../ids.ts';
import { createApiKey } from '../keys/api-keys.ts';
import { findProjectId } from './named-project.ts';

/**
 * `tidings key create`: creates a key directly in the database. Access to the database is the only
 * permission needed. Throws `not_found` with the existing projects if there is no such project.
 */
export async function createKeyAt(
  databaseUrl: string,
  { project, name, scope }: { project: string } & Pick<ApiKeyCreate, 'name' | 'scope'>,
): Promise<ApiKeyCreated> {
  const database = await openExisting(databaseUrl);
  try {
    await migrate(database);
    const projectId = await findProjectId(database.reader, project, withoutPassword(databaseUrl));
    const options = { ...system, projectId, now: new Date(), newId };
    const create = (change: Change) => createApiKey(change, { name, scope, expiresAt: null });
    return await commit(database, (trx) => changeProject(trx, options, create));
  } finally {
    await database.close();
  }
}
