import { createHash, randomBytes } from 'node:crypto';
import type { Invitation, InvitationCreate, InvitationCreated } from '../../contract/members.ts';
import type { InvitationOffer } from '../../contract/people.ts';
import { recordAudit } from '../audit/audit.ts';
import type { Db } from '../db/database.ts';
import { AppError, notFound } from '../errors.ts';
import { hasPeople } from '../people/people.ts';
import { getProject } from '../projects/projects.ts';
import { expectMayGrant, holdGrants, mayGrant } from './authority.ts';
import { enterLink } from './enter-link.ts';
import {
  acceptOpenInvitation,
  findInvitation,
  findInvitationByHash,
  insertInvitation,
  type KnownInvitation,
} from './invitation-queries.ts';
import { withdrawInvitation } from './withdrawals.ts';

const tokenBytes = 32;
const weekMs = 7 * 24 * 60 * 60 * 1000;

/** What is kept of a token: its hash, without salt, for nobody guesses 256 bits. */
export function hashOfToken(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

/**
 * Creates an invitation that is valid for a week. Its link is in this reply and nowhere else. Throws
 * `forbidden` if the actor may not invite.
 */
export async function createInvitation(
  trx: Db,
  input: InvitationCreate & { projectId: string; id: string; actor: string; publicUrl: string },
  now: Date,
): Promise<InvitationCreated> {
  const { projectId, id, email, role, actor, publicUrl } = input;
  await expectMayGrant(trx, { projectId, actor }, now);
  const token = randomBytes(tokenBytes).toString('base64url');
  const createdAt = now.toISOString();
  const expiresAt = new Date(now.getTime() + weekMs).toISOString();
  const invitation = { id, email, role, createdAt, expiresAt, createdBy: actor };
  await insertInvitation(trx, { ...invitation, projectId }, hashOfToken(token));
  // Without the address: the audit log is never edited, and people may want to be forgotten.
  const note = { projectId, actor, action: 'invitation.create', subject: `invitation:${id}` };
  await recordAudit(trx, { ...note, after: { role, expiresAt } }, now);
  return { ...invitation, acceptedAt: null, link: enterLink(publicUrl, token) };
}

/** Throws `not_found`. */
export async function getInvitation(db: Db, projectId: string, id: string): Promise<Invitation> {
  const found = await findInvitation(db, projectId, id);
  if (!found) throw notFound('invitation');
  return found;
}

/** From its commit on, the link opens nothing. Throws `not_found`, `invitation_used`. */
export async function deleteInvitation(
  trx: Db,
  { projectId, id, actor }: { projectId: string; id: string; actor: string },
  now: Date,
): Promise<void> {
  if (await withdrawInvitation(trx, { projectId, id, actor }, now)) return;
  await getInvitation(trx, projectId, id);
  throw new AppError('invitation_used', 'Somebody has come in by it. Remove the member instead.');
}

/** What a link offers. Throws `not_found`, `invitation_used`, `invitation_expired`. */
export async function lookUpInvitation(db: Db, token: string, now: Date): Promise<InvitationOffer> {
  const { projectId, role, email } = await openInvitation(db, hashOfToken(token), now);
  const project = projectId === null ? null : (await getProject(db, projectId)).name;
  return { project, role, email };
}

/**
 * Marks an invitation as used by a person, once: of two at once one gets it. Its creator must still
 * be allowed to invite when it is used. Throws the same, and `forbidden` where it is for another
 * address.
 */
export async function useInvitation(
  trx: Db,
  by: { token: string; personId: string; email: string },
  now: Date,
): Promise<KnownInvitation> {
  const tokenHash = hashOfToken(by.token);
  const found = await findInvitationByHash(trx, tokenHash);
  if (found?.projectId) await holdGrants(trx, found.projectId);
  await openInvitation(trx, tokenHash, now);
  const accepted = await acceptOpenInvitation(trx, { ...by, tokenHash }, now.toISOString());
  if (accepted) return accepted;
  await openInvitation(trx, tokenHash, now);
  throw new AppError('forbidden', 'This invitation is for another e-mail address.');
}

function expired({ projectId }: KnownInvitation): AppError {
  const next =
    projectId === null
      ? 'On the server, npx tidings owner-link prints a new one.'
      : 'Ask for a new one.';
  return new AppError('invitation_expired', `This link has expired. ${next}`);
}

/** An invitation that can still be used. */
async function openInvitation(db: Db, tokenHash: string, now: Date): Promise<KnownInvitation> {
  const found = await findInvitationByHash(db, tokenHash);
  if (!found) throw noInvitation();
  const isLate = found.projectId === null && (await hasPeople(db));
  if (found.acceptedAt !== null || isLate) {
    throw new AppError(
      'invitation_used',
      'This link was used already. Sign in, or ask for a new one.',
    );
  }
  if (found.expiresAt !== null && found.expiresAt <= now.toISOString()) {
    throw expired(found);
  }
  if (!(await isFromGrantor(db, found, now))) throw noInvitation();
  return found;
}

/** Whether its creator may still invite; the first owner's invitation is the system's. */
async function isFromGrantor(
  db: Db,
  { projectId, createdBy }: KnownInvitation,
  now: Date,
): Promise<boolean> {
  return projectId === null || mayGrant(db, { projectId, actor: createdBy }, now);
}

function noInvitation(): AppError {
  return new AppError('not_found', 'No invitation has this link. Ask for a new one.');
}
