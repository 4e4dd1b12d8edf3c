import { createHash, randomBytes } from 'node:crypto';
import type { ApiKey, ApiKeyCreate, ApiKeyCreated } from '../../contract/keys.ts';
import type { Change } from '../change/change.ts';
import type { Db } from '../db/database.ts';
import { invalidField, notFound } from '../errors.ts';
import { expectMayGrant, mayGrant } from '../members/authority.ts';
import { deleteKey, takeOverKey, withdrawGrants } from '../members/withdrawals.ts';
import {
  findApiKey,
  findApiKeyByHash,
  insertApiKey,
  type StoredApiKey,
  updateLastUse,
} from './api-key-queries.ts';

const secretBytes = 32;
/** `sk_`, the project's id, `_`, and 43 characters of base64url, which can include `_`. */
const keyShape = /^sk_([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})_[\w-]{43}$/;
const prefixChars = 6;
const minuteMs = 60_000;

/**
 * Creates a key. Only the return value contains its text: the database has a hash, which needs no
 * salt, because 256 random bits cannot be guessed. Throws `time_invalid` for an expiry that has
 * passed, and `forbidden` if the actor may not create keys.
 */
export async function createApiKey(change: Change, input: ApiKeyCreate): Promise<ApiKeyCreated> {
  const { trx, projectId, actor, now } = change;
  const { name, scope } = input;
  await expectMayGrant(change);
  const secret = randomBytes(secretBytes).toString('base64url');
  const key = `sk_${projectId}_${secret}`;
  const expiresAt = input.expiresAt && new Date(input.expiresAt).toISOString();
  if (expiresAt && expiresAt <= now.toISOString()) {
    throw invalidField('time_invalid', '/expiresAt', 'Must be in the future.');
  }
  const apiKey: ApiKey = {
    id: change.newId(),
    name,
    prefix: secret.slice(0, prefixChars),
    scope,
    createdAt: now.toISOString(),
    expiresAt,
    lastUsedAt: null,
    createdBy: actor,
  };
  await insertApiKey(trx, projectId, apiKey, hashOf(key));
  change.record('key.create', `key:${apiKey.id}`, { after: { name, scope, expiresAt } });
  return { ...apiKey, key };
}

/** Throws `not_found`. */
export async function getApiKey(db: Db, projectId: string, id: string): Promise<ApiKey> {
  const found = await findApiKey(db, projectId, id);
  if (!found) throw notFound('key');
  return found;
}

/**
 * Deletes a key and withdraws what was created with it, except keys that the actor takes over. The
 * key is refused from the commit on. Throws `not_found`, and the errors of `withdrawGrants`.
 */
export async function deleteApiKey(
  change: Change,
  { id, takeOver = [] }: { id: string; takeOver?: readonly string[] | undefined },
): Promise<void> {
  if (!(await deleteKey(change, id))) throw notFound('key');
  await withdrawGrants(change, { lostBy: `key:${id}`, takeOver });
}

/**
 * Makes the actor the creator of a key. A key whose creator lost the right to create keys then
 * works again. Throws `not_found`, and `forbidden` for a program.
 */
export async function takeOverApiKey(change: Change, id: string): Promise<ApiKey> {
  const { trx, projectId } = change;
  await takeOverKey(change, await getApiKey(trx, projectId, id));
  return getApiKey(trx, projectId, id);
}

/**
 * Finds the key with this text; undefined if it is malformed, unknown or expired, or if its creator
 * may no longer create keys. The lookup uses the hash, so that its duration reveals nothing about
 * the secret.
 */
export async function authenticate(
  db: Db,
  keyText: string,
  now: Date,
): Promise<StoredApiKey | undefined> {
  const projectId = keyShape.exec(keyText)?.[1];
  if (!projectId) return undefined;
  const key = await findApiKeyByHash(db, projectId, hashOf(keyText));
  if (!key || (key.expiresAt && key.expiresAt <= now.toISOString())) return undefined;
  return (await mayGrant(db, { projectId, actor: key.createdBy }, now)) ? key : undefined;
}

/** Records a key's use, at most once a minute, so that not every read causes a write. */
export async function recordUse(db: Db, key: StoredApiKey, now: Date): Promise<void> {
  const aMinuteAgo = new Date(now.getTime() - minuteMs).toISOString();
  if (key.lastUsedAt && key.lastUsedAt > aMinuteAgo) return;
  await updateLastUse(db, key, now.toISOString(), aMinuteAgo);
}

function hashOf(keyText: string): string {
  return createHash('sha256').update(keyText).digest('hex');
}
