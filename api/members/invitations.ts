import { createHash, randomBytes } from 'node:crypto';
import type { Invitation, InvitationCreate, InvitationCreated } from '../../contract/members.ts';
import type { InvitationOffer } from '../../contract/people.ts';
import type { Change } from '../change/change.ts';
import type { Db } from '../db/database.ts';
import { AppError, notFound } from '../errors.ts';
import { hasPeople } from '../people/people.ts';
import { getProject } from '../projects/projects.ts';
import { expectMayGrant, mayGrant } from './authority.ts';
import {
  acceptOpenInvitation,
  findInvitation,
  findInvitationByHash,
  insertInvitation,
  type StoredInvitation,
} from './invitation-queries.ts';
import { invitationLink } from './token-links.ts';
import { withdrawInvitation } from './withdrawals.ts';

const tokenBytes = 32;
const weekMs = 7 * 24 * 60 * 60 * 1000;

/** The stored form of a token: a hash without salt, because 256 random bits cannot be guessed. */
export function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

/**
 * Creates an invitation that is valid for a week. Only the return value contains the link. Throws
 * `forbidden` if the actor may not invite.
 */
export async function createInvitation(
  change: Change,
  { email, role, publicUrl }: InvitationCreate & { publicUrl: string },
): Promise<InvitationCreated> {
  const { trx, projectId, actor, now } = change;
  await expectMayGrant(change);
  const token = randomBytes(tokenBytes).toString('base64url');
  const id = change.newId();
  const createdAt = now.toISOString();
  const expiresAt = new Date(now.getTime() + weekMs).toISOString();
  const invitation = { id, email, role, createdAt, expiresAt, createdBy: actor };
  await insertInvitation(trx, { ...invitation, projectId }, hashToken(token));
  // Without the address: the audit log is never edited, and people may want their data erased.
  change.record('invitation.create', `invitation:${id}`, { after: { role, expiresAt } });
  return { ...invitation, acceptedAt: null, link: invitationLink(publicUrl, token) };
}

/** Throws `not_found`. */
export async function getInvitation(db: Db, projectId: string, id: string): Promise<Invitation> {
  const invitation = await findInvitation(db, projectId, id);
  if (!invitation) throw notFound('invitation');
  return invitation;
}

/** Deletes an invitation: its link stops working. Throws `not_found`, `invitation_used`. */
export async function deleteInvitation(change: Change, id: string): Promise<void> {
  if (await withdrawInvitation(change, id)) return;
  await getInvitation(change.trx, change.projectId, id);
  throw new AppError(
    'invitation_used',
    'This invitation has already been accepted. Remove the member instead.',
  );
}

/** Returns what a link offers. Throws `not_found`, `invitation_used`, `invitation_expired`. */
export async function getInvitationOffer(
  db: Db,
  token: string,
  now: Date,
): Promise<InvitationOffer> {
  const { projectId, role, email } = await getOpenInvitation(db, token, now);
  const project = projectId === null ? null : (await getProject(db, projectId)).name;
  return { project, role, email };
}

/**
 * Marks an invitation as used by a person. If two people use it at once, one of them succeeds. The
 * creator must still be allowed to invite, so an invitation to a project must be accepted in a
 * change to that project. Throws the errors of `getOpenInvitation`, and `forbidden` for another
 * address.
 */
export async function acceptInvitation(
  trx: Db,
  acceptance: { token: string; personId: string; email: string },
  now: Date,
): Promise<void> {
  await getOpenInvitation(trx, acceptance.token, now);
  const hashedAcceptance = { ...acceptance, tokenHash: hashToken(acceptance.token) };
  if (await acceptOpenInvitation(trx, hashedAcceptance, now.toISOString())) return;
  await getOpenInvitation(trx, acceptance.token, now);
  throw new AppError(
    'forbidden',
    'This invitation is for another e-mail address. Use that address.',
  );
}

function invitationExpiredError({ projectId }: StoredInvitation): AppError {
  const next =
    projectId === null
      ? 'To get a new one, run npx tidings owner-link on the server.'
      : 'Ask for a new link.';
  return new AppError('invitation_expired', `This link has expired. ${next}`);
}

/**
 * Returns an invitation that can still be used. Throws `not_found`, `invitation_used` and
 * `invitation_expired`.
 */
export async function getOpenInvitation(
  db: Db,
  token: string,
  now: Date,
): Promise<StoredInvitation> {
  const invitation = await findInvitationByHash(db, hashToken(token));
  if (!invitation) throw noInvitationError();
  const isOwnerTaken = invitation.projectId === null && (await hasPeople(db));
  if (invitation.acceptedAt !== null || isOwnerTaken) {
    throw new AppError(
      'invitation_used',
      'This link has already been used. Sign in, or ask for a new link.',
    );
  }
  if (invitation.expiresAt !== null && invitation.expiresAt <= now.toISOString()) {
    throw invitationExpiredError(invitation);
  }
  if (!(await mayCreatorInvite(db, invitation, now))) throw noInvitationError();
  return invitation;
}

/** Whether the creator may still invite. The system created the first owner's invitation. */
async function mayCreatorInvite(
  db: Db,
  { projectId, createdBy }: StoredInvitation,
  now: Date,
): Promise<boolean> {
  return projectId === null || mayGrant(db, { projectId, actor: createdBy }, now);
}

function noInvitationError(): AppError {
  return new AppError('not_found', 'This invitation link is not valid. Ask for a new link.');
}
