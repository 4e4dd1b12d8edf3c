import type { Withdrawal } from '../../contract/withdrawals.ts';
import { recordAudit } from '../audit/audit.ts';
import { idIn } from '../audit/names.ts';
import type { Db } from '../db/database.ts';
import { AppError, refuse } from '../errors.ts';
import { deleteApiKeyRow } from '../keys/api-key-queries.ts';
import {
  listKeysBy,
  listLiveTokenKeysBy,
  listProjectIdsBy,
  updateKeyMaker,
} from '../keys/grant-queries.ts';
import { mayGrant } from './authority.ts';
import { deleteOpenInvitation, listOpenInvitationsBy } from './invitation-queries.ts';

/** Who loses the right to grant, and in which project: `person:ID` or `key:ID`. */
interface Loss {
  projectId: string;
  actor: string;
}

/** Something that was created under a right, as `Withdrawal` without names of other tables. */
export type Grant = Omit<Withdrawal, 'project' | 'createdByName'> & { projectId: string };

const nothing = { scope: null, role: null, expiresAt: null, lastUsedAt: null };

/**
 * Everything that was created under a right, transitively: keys, the keys and invitations that those
 * keys created, and so on, also in projects that a key created. Token keys are listed with
 * `withdrawn: false`, because all verified visitors depend on them.
 */
export async function listGrantsUnder(db: Db, { projectId, actor }: Loss): Promise<Grant[]> {
  const keyId = idIn(actor, 'key');
  const elsewhere = keyId ? await listProjectIdsBy(db, projectId, keyId) : [];
  const found: Grant[] = [];
  for (const place of [projectId, ...elsewhere]) found.push(...(await grantsIn(db, place, actor)));
  return found;
}

async function grantsIn(db: Db, projectId: string, actor: string): Promise<Grant[]> {
  const by = { ...nothing, projectId, createdBy: actor, withdrawn: true };
  const found: Grant[] = [];
  for (const key of await listKeysBy(db, projectId, actor)) {
    found.push({ ...by, kind: 'key', ...key });
    found.push(...(await listGrantsUnder(db, { projectId, actor: `key:${key.id}` })));
  }
  for (const { email, ...invitation } of await listOpenInvitationsBy(db, projectId, actor)) {
    found.push({ ...by, kind: 'invitation', name: email, ...invitation });
  }
  for (const { id, algorithm } of await listLiveTokenKeysBy(db, projectId, actor)) {
    found.push({ ...by, kind: 'token-key', id, name: algorithm, withdrawn: false });
  }
  return found;
}

/** A change after which an actor may no longer grant. */
interface Withdrawing {
  loss: Loss;
  /** Who makes the change. */
  actor: string;
  /** The keys that stay: from then on, the actor is their creator. */
  takeOver: readonly string[];
}

/**
 * Withdraws what was created under a right that has just been lost, in the transaction of the loss:
 * keys and open invitations are deleted, each with its audit entry. Keys to take over stay, with
 * everything under them. Throws `invalid_query` for a key that would not be withdrawn, and
 * `forbidden` if the actor may not own a key that is to be taken over.
 */
export async function withdrawGrants(
  trx: Db,
  { loss, actor, takeOver }: Withdrawing,
  now: Date,
): Promise<void> {
  if (takeOver.length > 0) {
    const keys = (await listGrantsUnder(trx, loss)).filter(({ kind }) => kind === 'key');
    for (const id of takeOver) {
      const key = keys.find((one) => one.id === id);
      if (!key) throw refuse('invalid_query', '/takeOver', notWithdrawn(id));
      await takeOverKey(trx, { ...key, actor }, now);
    }
  }
  for (const grant of await listGrantsUnder(trx, loss)) await withdraw(trx, grant, actor, now);
}

/** Makes the actor, an owner, the creator of a key. Throws `forbidden` for anyone else. */
export async function takeOverKey(
  trx: Db,
  { projectId, id, createdBy, actor }: Pick<Grant, 'projectId' | 'id' | 'createdBy'> & By,
  now: Date,
): Promise<void> {
  if (!idIn(actor, 'person') || !(await mayGrant(trx, { projectId, actor }, now))) {
    throw new AppError(
      'forbidden',
      'Only a person who stays an owner of the project can take over its keys.',
    );
  }
  await updateKeyMaker(trx, projectId, { id, createdBy: actor });
  const note = { projectId, actor, action: 'key.take_over', subject: `key:${id}` };
  await recordAudit(trx, { ...note, before: { createdBy }, after: { createdBy: actor } }, now);
}

interface By {
  actor: string;
}

async function withdraw(trx: Db, grant: Grant, actor: string, now: Date): Promise<void> {
  const { kind, projectId, id } = grant;
  if (kind === 'key') await deleteKey(trx, { projectId, id, actor }, now);
  if (kind === 'invitation') await withdrawInvitation(trx, { projectId, id, actor }, now);
}

/** Deletes one key, and records it. False if there is no such key. */
export async function deleteKey(
  trx: Db,
  { projectId, id, actor }: { projectId: string; id: string } & By,
  now: Date,
): Promise<boolean> {
  const deleted = await deleteApiKeyRow(trx, projectId, id);
  if (!deleted) return false;
  const { name, scope, expiresAt, createdBy } = deleted;
  const note = { projectId, actor, action: 'key.delete', subject: `key:${id}` };
  await recordAudit(trx, { ...note, before: { name, scope, expiresAt, createdBy } }, now);
  return true;
}

/** Deletes one open invitation, and records it. False if there is none, or it was accepted. */
export async function withdrawInvitation(
  trx: Db,
  { projectId, id, actor }: { projectId: string; id: string } & By,
  now: Date,
): Promise<boolean> {
  const deleted = await deleteOpenInvitation(trx, projectId, id);
  if (!deleted) return false;
  const { role, expiresAt, createdBy } = deleted;
  const note = { projectId, actor, action: 'invitation.delete', subject: `invitation:${id}` };
  await recordAudit(trx, { ...note, before: { role, expiresAt, createdBy } }, now);
  return true;
}

function notWithdrawn(id: string): string {
  return `The key ${id} would not be withdrawn. Take the ids from the reply to dryRun=1.`;
}
