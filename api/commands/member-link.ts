import type { InvitationCreated } from '../../contract/members.ts';
import type { Role } from '../../contract/vocabulary.ts';
import { type Change, changeProject, system } from '../change/change.ts';
import { type Config, withoutPassword } from '../config.ts';
import { openExisting } from '../db/connect.ts';
import { addressForLinks } from '../db/instance/address.ts';
import { migrate } from '../db/migrate.ts';
import { commit } from '../db/transact.ts';
import { newId } from '../ids.ts';
import { createInvitation } from '../members/invitations.ts';
import { findProjectId } from './named-project.ts';

/**
 * `tidings member link`: creates an invitation directly in the database. Access to the database is
 * the only permission needed. Throws `not_found` with the existing projects if there is no such
 * project.
 */
export async function createInvitationAt(
  config: Pick<Config, 'databaseUrl' | 'publicUrl' | 'isAddressConfigured'>,
  { project, role }: { project: string; role: Role },
): Promise<InvitationCreated> {
  const { databaseUrl } = config;
  const database = await openExisting(databaseUrl);
  try {
    await migrate(database);
    const projectId = await findProjectId(database.reader, project, withoutPassword(databaseUrl));
    const publicUrl = await addressForLinks(database.reader, config);
    const options = { ...system, projectId, now: new Date(), newId };
    const invite = (change: Change) => createInvitation(change, { email: null, role, publicUrl });
    return await commit(database, (trx) => changeProject(trx, options, invite));
  } finally {
    await database.close();
  }
}
