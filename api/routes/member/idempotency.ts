import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import type { Db } from '../../db/database.ts';
import { AppError } from '../../errors.ts';
import type { Retention } from '../../jobs/retention-job.ts';
import {
  claimIdempotencyKey,
  deleteIdempotencyKeysBefore,
  findStoredReply,
  updateStoredReply,
} from './idempotency-queries.ts';

const dayMs = 24 * 60 * 60 * 1000;
const cipher = 'aes-256-gcm';
const ivBytes = 12;
const tagBytes = 16;

/** A request with an `Idempotency-Key`. `secret` is known only to its caller. */
export interface IdempotentRequest {
  projectId: string;
  key: string;
  hash: string;
  secret: string;
}

/**
 * Runs `act` the first time, and returns the stored value (JSON) for the rest of a day. The claim
 * is a row in the transaction of `act`: the second of two simultaneous requests waits and then
 * finds the value, and an act that fails leaves no claim. Throws `idempotency_key_reused`.
 */
export async function runOnce<Value>(
  trx: Db,
  request: IdempotentRequest,
  now: Date,
  act: () => Promise<Value>,
): Promise<{ value: Value; replayed: boolean }> {
  const claimed = await claimIdempotencyKey(trx, request, now.toISOString(), dayBefore(now));
  if (!claimed) return { value: await replay(trx, request), replayed: true };
  const value = await act();
  await updateStoredReply(trx, request, seal(JSON.stringify(value), request.secret));
  return { value, replayed: false };
}

/** Deletes keys after a day, when they are no longer valid. */
export const idempotencyRetention: Retention = {
  name: 'idempotency-retention',
  failure: 'expired idempotency keys could not be deleted',
  retentionMs: dayMs,
  deleteBefore: deleteIdempotencyKeysBefore,
};

async function replay<Value>(trx: Db, request: IdempotentRequest): Promise<Value> {
  const stored = await findStoredReply(trx, request);
  if (stored?.requestHash !== request.hash) {
    throw new AppError(
      'idempotency_key_reused',
      'This Idempotency-Key has already been used for another request. Use a new key for each request.',
    );
  }
  return JSON.parse(unseal(stored.reply, request.secret));
}

function dayBefore(now: Date): string {
  return new Date(now.getTime() - dayMs).toISOString();
}

/**
 * Encrypts a reply with its caller's secret, because a reply can contain the text of a new key,
 * which must never be readable in the database.
 */
function seal(text: string, secret: string): string {
  const iv = randomBytes(ivBytes);
  const sealing = createCipheriv(cipher, sealingKey(secret), iv);
  const sealed = Buffer.concat([sealing.update(text, 'utf8'), sealing.final()]);
  return Buffer.concat([iv, sealing.getAuthTag(), sealed]).toString('base64');
}

function unseal(sealed: string, secret: string): string {
  const bytes = Buffer.from(sealed, 'base64');
  const opening = createDecipheriv(cipher, sealingKey(secret), bytes.subarray(0, ivBytes));
  opening.setAuthTag(bytes.subarray(ivBytes, ivBytes + tagBytes));
  const text = opening.update(bytes.subarray(ivBytes + tagBytes));
  return Buffer.concat([text, opening.final()]).toString('utf8');
}

function sealingKey(secret: string): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, '', 'tidings idempotent reply', 32));
}
