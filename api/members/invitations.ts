import { createHash, randomBytes } from 'node:crypto';
import type { Invitation, InvitationCreate, InvitationCreated } from '../../contract/members.ts';
import type { InvitationOffer } from '../../contract/people.ts';
import type { Change } from '../change/change.ts';
import type { Db } from '../db/database.ts';
import { AppError, notFound } from '../errors.ts';
import { hasPeople } from '../people/people.ts';
import { getProject } from '../projects/projects.ts';
import { expectMayGrant, mayGrant } from './authority.ts';
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
  await insertInvitation(trx, { ...invitation, projectId }, hashOfToken(token));
  // Without the address: the audit log is never edited, and people may want to be forgotten.
  change.record('invitation.create', `invitation:${id}`, { after: { role, expiresAt } });
  return { ...invitation, acceptedAt: null, link: enterLink(publicUrl, token) };
}

/** Throws `not_found`. */
export async function getInvitation(db: Db, projectId: string, id: string): Promise<Invitation> {
  const found = await findInvitation(db, projectId, id);
  if (!found) throw notFound('invitation');
  return found;
}

/** From its commit on, the link opens nothing. Throws `not_found`, `invitation_used`. */
export async function deleteInvitation(change: Change, id: string): Promise<void> {
  if (await withdrawInvitation(change, id)) return;
  await getInvitation(change.trx, change.projectId, id);
  throw new AppError('invitation_used', 'Somebody has come in by it. Remove the member instead.');
}

/** What a link offers. Throws `not_found`, `invitation_used`, `invitation_expired`. */
export async function lookUpInvitation(db: Db, token: string, now: Date): Promise<InvitationOffer> {
  const { projectId, role, email } = await openInvitation(db, token, now);
  const project = projectId === null ? null : (await getProject(db, projectId)).name;
  return { project, role, email };
}

/**
 * Marks an invitation as used by a person, once: if two people use it at once, one of them succeeds. Its
 * creator must still be allowed to invite, so if it is for a project, run this in a change to that
 * project. Throws what `openInvitation` throws, and `forbidden` if it is for another address.
 */
export async function acceptInvitation(
  trx: Db,
  by: { token: string; personId: string; email: string },
  now: Date,
): Promise<void> {
  await openInvitation(trx, by.token, now);
  const used = { ...by, tokenHash: hashOfToken(by.token) };
  if (await acceptOpenInvitation(trx, used, now.toISOString())) return;
  await openInvitation(trx, by.token, now);
  throw new AppError('forbidden', 'This invitation is for another e-mail address.');
}

function expired({ projectId }: KnownInvitation): AppError {
  const next =
    projectId === null
      ? 'On the server, npx tidings owner-link prints a new one.'
      : 'Ask for a new one.';
  return new AppError('invitation_expired', `This link has expired. ${next}`);
}

/**
 * An invitation that can still be used. Throws `not_found`, `invitation_used` and
 * `invitation_expired`.
 */
export async function openInvitation(db: Db, token: string, now: Date): Promise<KnownInvitation> {
  const found = await findInvitationByHash(db, hashOfToken(token));
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
