import type { ApiKeyCreate } from '../../contract/keys.ts';
import { connect } from '../db/connect.ts';
import { migrate } from '../db/migrate.ts';
import { newId } from '../ids.ts';
import { getProject } from '../projects/projects.ts';
import { createApiKey } from './api-keys.ts';

/**
 * `tidings key create`: makes a key on the database itself, for whoever can reach that needs no
 * other, and gives its text. Throws `not_found` for a project that is not there.
 */
export async function createKeyAt(
  databaseUrl: string,
  { project, name, scope }: { project: string } & Pick<ApiKeyCreate, 'name' | 'scope'>,
): Promise<string> {
  const database = connect(databaseUrl);
  try {
    await migrate(database);
    const now = new Date();
    const { id: projectId } = await getProject(database.reader, project);
    const input = { projectId, id: newId(), actor: 'system', name, scope, expiresAt: null };
    const created = await database.writer
      .transaction()
      .execute((trx) => createApiKey(trx, input, now));
    return created.key;
  } finally {
    await database.close();
  }
}
