import { idIn } from '../audit/names.ts';
import type { Change } from '../change/change.ts';
import type { Db } from '../db/database.ts';
import { AppError } from '../errors.ts';
import { fillInCreators, findGrantingKey } from '../keys/grant-queries.ts';
import { findRole } from './member-queries.ts';

/** A person, a key or the system in a project: `person:ID`, `key:ID`, `system`; null if unknown. */
export interface Grantor {
  projectId: string;
  actor: string | null;
}

/** Whether a grantor may create keys and invitations. */
export interface Authority {
  isValid: boolean;
  /** The first key of the chain that ends at the grantor; undefined if the grantor is not a key. */
  rootKeyId: string | undefined;
}

/**
 * Follows a chain of creators to its beginning. A person may grant as an owner. A key may grant if
 * it exists, has the scope `admin`, has not expired, and its own creator may grant. The system may
 * always grant, and so may an unknown creator, whose keys are listed with a warning.
 */
async function traceAuthority(
  db: Db,
  { projectId, actor }: Grantor,
  now: Date,
  rootKeyId?: string,
): Promise<Authority> {
  if (actor === null || actor === 'system') return { isValid: true, rootKeyId };
  const personId = idIn(actor, 'person');
  if (personId) {
    return { isValid: (await findRole(db, { projectId, personId })) === 'owner', rootKeyId };
  }
  const keyId = idIn(actor, 'key') ?? '';
  const key = await findGrantingKey(db, projectId, keyId);
  const isExpired = key?.expiresAt && key.expiresAt <= now.toISOString();
  if (key?.scope !== 'admin' || isExpired) return { isValid: false, rootKeyId };
  const next = { projectId: key.projectId, actor: key.createdBy };
  return traceAuthority(db, next, now, keyId);
}

/** Whether a grantor may create keys and invitations, and whether those that exist may be used. */
export async function mayGrant(db: Db, grantor: Grantor, now: Date): Promise<boolean> {
  return (await traceAuthority(db, grantor, now)).isValid;
}

/**
 * Checks that the actor of a change may still grant: the right may have been withdrawn after the
 * request was authorised. The project's row is locked, so the right lasts until the commit. Throws
 * `forbidden`.
 */
export async function expectMayGrant({ trx, projectId, actor, now }: Change): Promise<Authority> {
  const authority = await traceAuthority(trx, { projectId, actor }, now);
  if (authority.isValid) return authority;
  throw new AppError(
    'forbidden',
    'You are no longer an owner of this project. Ask an owner to do this.',
  );
}

/** Fills in, at each start, the creators of keys that a process of version 0.1.0 created. */
export async function recordCreators(db: Db): Promise<void> {
  await fillInCreators(db);
}
