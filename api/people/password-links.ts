import { randomBytes } from 'node:crypto';
import type { PasswordLinkOwner, PasswordReset } from '../../contract/people.ts';
import { type ChangeOptions, changeProject, system } from '../change/change.ts';
import type { Db } from '../db/database.ts';
import { transact } from '../db/transact.ts';
import type { Deps } from '../deps.ts';
import { AppError } from '../errors.ts';
import { hashToken } from '../members/invitations.ts';
import { listMemberships } from '../members/members.ts';
import { newPasswordLink } from '../members/token-links.ts';
import { expectUncommon } from './common-passwords.ts';
import {
  deleteOpenPasswordLink,
  findPasswordLinkOwner,
  insertPasswordLink,
} from './password-link-queries.ts';
import { hashPassword } from './passwords.ts';
import { findPersonByEmail, replacePassword } from './people.ts';

const tokenBytes = 32;
const dayMs = 24 * 60 * 60 * 1000;

/** A link with which one person chooses a new password, as the command prints it. */
export interface PasswordLink extends PasswordLinkOwner {
  expiresAt: string;
  link: string;
}

/**
 * Creates a link for the person with this address. The link works once, for a day, and replaces
 * earlier ones. Only the return value contains its token. Throws `not_found` with the address in
 * the message: for the operator, never for a guest.
 */
export async function createPasswordLink(
  trx: Db,
  { email, publicUrl }: { email: string; publicUrl: string },
  { now, newId }: Pick<ChangeOptions, 'now' | 'newId'>,
): Promise<PasswordLink> {
  const person = await findPersonByEmail(trx, email);
  if (!person) throw new AppError('not_found', `No one signs in here as ${email}.`);
  const token = randomBytes(tokenBytes).toString('base64url');
  const expiresAt = new Date(now.getTime() + dayMs).toISOString();
  const stored = { id: newId(), personId: person.id, tokenHash: hashToken(token), expiresAt };
  await insertPasswordLink(trx, stored, now.toISOString());
  const options = { ...system, now, newId };
  await recordInAllProjects(trx, options, { action: 'member.password_link', personId: person.id });
  const link = newPasswordLink(publicUrl, token);
  return { name: person.name, email: person.email, expiresAt, link };
}

/** Returns the person whose password a link replaces. Throws `not_found`. */
export async function getPasswordLinkOwner(
  db: Db,
  token: string,
  now: Date,
): Promise<PasswordLinkOwner> {
  const owner = await findPasswordLinkOwner(db, hashToken(token), now.toISOString());
  if (!owner) throw invalidLinkError();
  return owner;
}

/**
 * Replaces a password. If a link is used twice at once, one of the calls succeeds. All sessions of
 * the person and their other links end. Returns the address to sign in with. Throws `not_found` and
 * `password_common`.
 */
export async function resetPassword(
  deps: Deps,
  { token, password }: PasswordReset,
): Promise<{ email: string }> {
  const now = deps.clock();
  // Checked first, so that no one can make the server hash passwords without a valid link.
  const { email } = await getPasswordLinkOwner(deps.database.reader, token, now);
  await expectUncommon(password, '/password');
  const passwordHash = await hashPassword(password);
  await transact(deps, async (trx) => {
    const personId = await deleteOpenPasswordLink(trx, hashToken(token), now.toISOString());
    if (!personId) throw invalidLinkError();
    await replacePassword(trx, { personId, hashed: passwordHash }, now);
    const options = { actor: `person:${personId}`, now, newId: deps.randomId };
    await recordInAllProjects(trx, options, { action: 'member.password_reset', personId });
  });
  return { email };
}

/** Records an action in each of the person's projects, because audit logs belong to projects. */
async function recordInAllProjects(
  trx: Db,
  options: Omit<ChangeOptions, 'projectId' | 'role'>,
  { action, personId }: { action: string; personId: string },
): Promise<void> {
  const memberships = await listMemberships(trx, personId);
  // In the order of the projects' ids, so that two such changes cannot wait for each other.
  for (const { id: projectId, role } of memberships.sort((a, b) => (a.id < b.id ? -1 : 1))) {
    await changeProject(trx, { role, ...options, projectId }, async ({ record }) => {
      record(action, `member:${personId}`);
    });
  }
}

/** One error for all links that do not work: used and replaced links are deleted. */
function invalidLinkError(): AppError {
  return new AppError(
    'not_found',
    'This link has already been used, has expired, or was replaced by a newer one. Ask for a new link.',
  );
}
