import type { Withdrawal } from '../../contract/withdrawals.ts';
import { idIn } from '../audit/names.ts';
import type { Change } from '../change/change.ts';
import type { Db } from '../db/database.ts';
import { AppError, invalidField } from '../errors.ts';
import { deleteApiKeyRow } from '../keys/api-key-queries.ts';
import {
  listKeysCreatedBy,
  listLiveTokenKeysCreatedBy,
  listProjectIdsCreatedBy,
  updateKeyCreator,
} from '../keys/grant-queries.ts';
import { mayGrant } from './authority.ts';
import { deleteOpenInvitation, listOpenInvitationsBy } from './invitation-queries.ts';

/** A person or key that loses the right to grant in a project: `person:ID` or `key:ID`. */
interface FormerGrantor {
  projectId: string;
  actor: string;
}

/** A key, invitation or token key that was created under a right, without names of other tables. */
export type Grant = Omit<Withdrawal, 'project' | 'createdByName'> & { projectId: string };

const emptyFields = { scope: null, role: null, expiresAt: null, lastUsedAt: null };

/**
 * Lists everything that was created under a right, transitively: keys, the keys and invitations
 * that those keys created, and so on, also in projects that a key created. Token keys are listed
 * with `withdrawn: false`, because all verified visitors depend on them.
 */
export async function listGrantsUnder(
  db: Db,
  { projectId, actor }: FormerGrantor,
): Promise<Grant[]> {
  const keyId = idIn(actor, 'key');
  const createdProjectIds = keyId ? await listProjectIdsCreatedBy(db, projectId, keyId) : [];
  const grants: Grant[] = [];
  for (const searchedProjectId of [projectId, ...createdProjectIds])
    grants.push(...(await listGrantsIn(db, searchedProjectId, actor)));
  return grants;
}

async function listGrantsIn(db: Db, projectId: string, actor: string): Promise<Grant[]> {
  const commonFields = { ...emptyFields, projectId, createdBy: actor, withdrawn: true };
  const grants: Grant[] = [];
  for (const key of await listKeysCreatedBy(db, projectId, actor)) {
    grants.push({ ...commonFields, kind: 'key', ...key });
    grants.push(...(await listGrantsUnder(db, { projectId, actor: `key:${key.id}` })));
  }
  for (const { email, ...invitation } of await listOpenInvitationsBy(db, projectId, actor)) {
    grants.push({ ...commonFields, kind: 'invitation', name: email, ...invitation });
  }
  for (const { id, algorithm } of await listLiveTokenKeysCreatedBy(db, projectId, actor)) {
    grants.push({ ...commonFields, kind: 'token-key', id, name: algorithm, withdrawn: false });
  }
  return grants;
}

/**
 * Withdraws what was created under a right, in the change that ends the right: keys and open
 * invitations are deleted, each with its audit entry, also in other projects. Keys to take over
 * stay, with everything created under them, and the actor becomes their creator. Throws
 * `invalid_query` for a key that would not be withdrawn, and `forbidden` if the actor may not own a
 * key to take over.
 */
export async function withdrawGrants(
  change: Change,
  { lostBy: formerGrantor, takeOver }: { lostBy: string; takeOver: readonly string[] },
): Promise<void> {
  const { trx, projectId } = change;
  const list = () => listGrantsUnder(trx, { projectId, actor: formerGrantor });
  await lockProjects(change, await list());
  if (takeOver.length > 0) {
    const keys = (await list()).filter(({ kind }) => kind === 'key');
    for (const id of takeOver) {
      const key = keys.find((one) => one.id === id);
      if (!key) throw invalidField('invalid_query', '/takeOver', notWithdrawnMessage(id));
      await takeOverKey(await change.in(key.projectId), key);
    }
  }
  for (const { kind, id, ...grant } of await list()) {
    const projectChange = await change.in(grant.projectId);
    if (kind === 'key') await deleteKey(projectChange, id);
    if (kind === 'invitation') await withdrawInvitation(projectChange, id);
  }
}

/**
 * Locks the projects in the order of their ids, so that two withdrawals cannot wait for each other.
 * The change's own project comes first: a project that a key created has a later id than the key's
 * project.
 */
async function lockProjects(change: Change, grants: readonly Grant[]): Promise<void> {
  const projectIds = new Set(grants.map(({ projectId }) => projectId));
  for (const projectId of [...projectIds].sort()) await change.in(projectId);
}

/** Makes an owner, the actor, the creator of a key. Throws `forbidden` for any other actor. */
export async function takeOverKey(
  { trx, projectId, actor, now, record }: Change,
  { id, createdBy }: Pick<Grant, 'id' | 'createdBy'>,
): Promise<void> {
  if (!idIn(actor, 'person') || !(await mayGrant(trx, { projectId, actor }, now))) {
    throw new AppError(
      'forbidden',
      'Only a person who remains an owner of the project can take over its keys.',
    );
  }
  await updateKeyCreator(trx, projectId, { id, createdBy: actor });
  record('key.take_over', `key:${id}`, { before: { createdBy }, after: { createdBy: actor } });
}

/** Deletes one key and records the deletion. False if there is no such key. */
export async function deleteKey({ trx, projectId, record }: Change, id: string): Promise<boolean> {
  const deleted = await deleteApiKeyRow(trx, projectId, id);
  if (!deleted) return false;
  const { name, scope, expiresAt, createdBy } = deleted;
  record('key.delete', `key:${id}`, { before: { name, scope, expiresAt, createdBy } });
  return true;
}

/** Deletes one open invitation and records the deletion. False if there is no open one. */
export async function withdrawInvitation(
  { trx, projectId, record }: Change,
  id: string,
): Promise<boolean> {
  const deleted = await deleteOpenInvitation(trx, projectId, id);
  if (!deleted) return false;
  const { role, expiresAt, createdBy } = deleted;
  record('invitation.delete', `invitation:${id}`, { before: { role, expiresAt, createdBy } });
  return true;
}

function notWithdrawnMessage(id: string): string {
  return `The key ${id} would not be withdrawn. Take the ids from the reply to dryRun=1.`;
}
