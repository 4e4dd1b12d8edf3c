import { randomBytes } from 'node:crypto';
import type { Database, Db } from '../db/database.ts';
import { hasPeople } from '../people/people.ts';
import {
  findOwnerInvitationExpiry,
  hasAcceptedOwnerInvitation,
  upsertOwnerInvitation,
} from './invitation-queries.ts';
import { hashToken } from './invitations.ts';

/** A fixed id for the first owner's invitation, so that at most one link is valid on all nodes. */
const id = '00000000-0000-0000-0000-000000000000';
const tokenBytes = 32;
const dayMs = 24 * 60 * 60 * 1000;

/** The first owner's invitation. The database stores only a hash of the token. */
export interface OwnerInvitation {
  /** Undefined if an earlier start or command created the open invitation. */
  token: string | undefined;
  expiresAt: string;
}

/**
 * Creates the token that makes its bearer the first owner, valid for 24 hours. The previous token
 * becomes invalid. Returns undefined if this instance already has a person.
 */
export async function createOwnerInvitation(
  database: Database,
  now: Date,
): Promise<(OwnerInvitation & { token: string }) | undefined> {
  if (await hasPeople(database.reader)) return undefined;
  const { token, expiresAt } = await storeOwnerInvitation(database, now, 'any');
  return token === undefined ? undefined : { token, expiresAt };
}

/**
 * Creates the token at a start, unless there is a valid one: a restart or a second node must not
 * invalidate a link that is already on its way to the owner. Returns undefined if this instance
 * already has a person.
 */
export async function ensureOwnerInvitation(
  database: Database,
  now: Date,
): Promise<OwnerInvitation | undefined> {
  if (await hasPeople(database.reader)) return undefined;
  const created = await storeOwnerInvitation(database, now, 'expired');
  if (created.token !== undefined) return created;
  const expiresAt = await findOwnerInvitationExpiry(database.writer, id);
  return expiresAt === undefined ? undefined : { token: undefined, expiresAt };
}

/** Whether a person joined with the first owner's link. */
export async function isFirstOwner(db: Db, personId: string): Promise<boolean> {
  return hasAcceptedOwnerInvitation(db, personId);
}

async function storeOwnerInvitation(
  { writer }: Database,
  now: Date,
  replaces: 'any' | 'expired',
): Promise<OwnerInvitation> {
  const token = randomBytes(tokenBytes).toString('base64url');
  const createdAt = now.toISOString();
  const expiresAt = new Date(now.getTime() + dayMs).toISOString();
  const isStored = await upsertOwnerInvitation(writer, {
    ...{ id, projectId: null, email: null, role: 'owner', createdBy: 'system' },
    ...{ createdAt, expiresAt, tokenHash: hashToken(token), replaces },
  });
  return { token: isStored ? token : undefined, expiresAt };
}
