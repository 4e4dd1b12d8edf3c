import type { Selectable } from 'kysely';
import type { Invitation } from '../../contract/members.ts';
import type { Role } from '../../contract/vocabulary.ts';
import type { Db } from '../db/database.ts';
import type { Schema } from '../db/schema/schema.ts';
import { allPeople } from '../people/people-queries.ts';

/** A stored invitation, with its project, which is null for the first owner's. */
export interface StoredInvitation extends Invitation {
  projectId: string | null;
}

interface NewInvitation {
  id: string;
  projectId: string | null;
  email: string | null;
  role: Role;
  createdBy: string;
  createdAt: string;
  expiresAt: string | null;
}

interface OpenInvitation {
  id: string;
  email: string | null;
  role: Role;
  expiresAt: string | null;
}

export async function insertInvitation(
  trx: Db,
  invitation: NewInvitation,
  tokenHash: string,
): Promise<void> {
  await trx.insertInto('invitation').values(toRow(invitation, tokenHash)).execute();
}

/** Inserts the first owner's invitation or replaces the open one. False if neither is allowed. */
export async function upsertOwnerInvitation(
  db: Db,
  {
    tokenHash,
    replaces,
    ...invitation
  }: NewInvitation & { tokenHash: string; replaces: 'any' | 'expired' },
): Promise<boolean> {
  const row = toRow(invitation, tokenHash);
  const { token_hash, created_at, expires_at } = row;
  const stored = await db
    .insertInto('invitation')
    .values(row)
    .onConflict((conflict) =>
      conflict
        .column('id')
        .doUpdateSet({ token_hash, created_at, expires_at })
        .where('invitation.accepted_at', 'is', null)
        .where((is) =>
          replaces === 'any'
            ? is.lit(true)
            : is.or([
                // Version 0.1.0 derived links from the secret, and they never expire.
                is('invitation.expires_at', 'is', null),
                is('invitation.expires_at', '<=', created_at),
              ]),
        ),
    )
    .returning('id')
    .executeTakeFirst();
  return stored !== undefined;
}

/** Returns when an open invitation expires; undefined if it was accepted or does not exist. */
export async function findOwnerInvitationExpiry(db: Db, id: string): Promise<string | undefined> {
  const query = db.selectFrom('invitation').select('expires_at').where('id', '=', id);
  const row = await query.where('accepted_at', 'is', null).executeTakeFirst();
  return row?.expires_at ?? undefined;
}

export async function findInvitationByHash(
  db: Db,
  tokenHash: string,
): Promise<StoredInvitation | undefined> {
  const query = db.selectFrom('invitation').selectAll().where('token_hash', '=', tokenHash);
  const row = await query.executeTakeFirst();
  return row && toStoredInvitation(row);
}

/**
 * Marks an invitation as used and returns it. Returns undefined if it was used before, has expired,
 * is for another address, or is the first owner's and the instance already has a person.
 */
export async function acceptOpenInvitation(
  trx: Db,
  { tokenHash, personId, email }: { tokenHash: string; personId: string; email: string },
  acceptedAt: string,
): Promise<StoredInvitation | undefined> {
  const row = await trx
    .updateTable('invitation')
    .set({ accepted_at: acceptedAt, accepted_by: personId })
    .where('token_hash', '=', tokenHash)
    .where('accepted_at', 'is', null)
    .where((is) => is.or([is('expires_at', 'is', null), is('expires_at', '>', acceptedAt)]))
    .where((is) => is.or([is('email', 'is', null), is('email', '=', email)]))
    .where((is) => is.or([is('project_id', 'is not', null), is.not(is.exists(allPeople()))]))
    .returningAll()
    .executeTakeFirst();
  return row && toStoredInvitation(row);
}

/** Whether a person joined with the first owner's invitation. */
export async function hasAcceptedOwnerInvitation(db: Db, personId: string): Promise<boolean> {
  const row = await db
    .selectFrom('invitation')
    .select('id')
    .where('project_id', 'is', null)
    .where('accepted_by', '=', personId)
    .executeTakeFirst();
  return row !== undefined;
}

export async function findInvitation(
  db: Db,
  projectId: string,
  id: string,
): Promise<Invitation | undefined> {
  const row = await invitationsOf(db, projectId).where('id', '=', id).executeTakeFirst();
  return row && toInvitation(row);
}

/** Newest first, after `afterId` if it is given. Includes used invitations. */
export async function listInvitations(
  db: Db,
  projectId: string,
  { afterId, count }: { afterId: string | undefined; count: number },
): Promise<Invitation[]> {
  const rows = await invitationsOf(db, projectId)
    .$if(afterId !== undefined, (query) => query.where('id', '<', afterId ?? ''))
    .orderBy('id', 'desc')
    .limit(count)
    .execute();
  return rows.map(toInvitation);
}

/** The open invitations that an actor created, including expired ones, in order of their ids. */
export async function listOpenInvitationsBy(
  db: Db,
  projectId: string,
  actor: string,
): Promise<OpenInvitation[]> {
  return db
    .selectFrom('invitation')
    .select(['id', 'email', 'role', 'expires_at as expiresAt'])
    .where('project_id', '=', projectId)
    .where('created_by', '=', actor)
    .where('accepted_at', 'is', null)
    .orderBy('id')
    .execute();
}

/** Returns undefined if the invitation does not exist or was used. */
export async function deleteOpenInvitation(
  trx: Db,
  projectId: string,
  id: string,
): Promise<Invitation | undefined> {
  const row = await trx
    .deleteFrom('invitation')
    .where('project_id', '=', projectId)
    .where('id', '=', id)
    .where('accepted_at', 'is', null)
    .returningAll()
    .executeTakeFirst();
  return row && toInvitation(row);
}

function invitationsOf(db: Db, projectId: string) {
  return db.selectFrom('invitation').selectAll().where('project_id', '=', projectId);
}

function toRow(invitation: NewInvitation, tokenHash: string): Selectable<Schema['invitation']> {
  return {
    id: invitation.id,
    token_hash: tokenHash,
    project_id: invitation.projectId,
    email: invitation.email,
    role: invitation.role,
    created_by: invitation.createdBy,
    created_at: invitation.createdAt,
    expires_at: invitation.expiresAt,
    accepted_at: null,
    accepted_by: null,
  };
}

function toStoredInvitation(row: Selectable<Schema['invitation']>): StoredInvitation {
  return { ...toInvitation(row), projectId: row.project_id };
}

function toInvitation(row: Selectable<Schema['invitation']>): Invitation {
  return {
    id: row.id,
    email: row.email,
    role: row.role,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    acceptedAt: row.accepted_at,
    createdBy: row.created_by,
  };
}
