import { createHmac } from 'node:crypto';
import type { Database, Db } from '../db/connect.ts';
import type { Protection } from '../db/protection.ts';
import { findFirstOwner, upsertOpenInvitation } from './invitation-queries.ts';
import { hashOfToken } from './invitations.ts';
import { hasPeople } from './people.ts';

/** There is one at most, so that all nodes speak of the same. */
const id = '00000000-0000-0000-0000-000000000000';

/**
 * The token by which the first owner comes in; undefined once anybody has. It follows from the
 * secret, so that every start and every node print the same link until it is used.
 */
export async function firstOwnerToken(
  { reader, writer }: Database,
  protection: Protection,
  now: Date,
): Promise<string | undefined> {
  if (await hasPeople(reader)) return undefined;
  const [key] = protection.derive('first owner link');
  const token = createHmac('sha256', key).update(`tidings invitation ${id}`).digest('base64url');
  const invitation = {
    id,
    projectId: null,
    email: null,
    role: 'owner',
    createdBy: 'system',
  } as const;
  const times = { createdAt: now.toISOString(), expiresAt: null };
  await upsertOpenInvitation(writer, { ...invitation, ...times }, hashOfToken(token));
  return token;
}

/** Whether a person is who came in by that link. */
export async function isFirstOwner(db: Db, personId: string): Promise<boolean> {
  return findFirstOwner(db, personId);
}
