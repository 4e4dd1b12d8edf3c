import { createHmac } from 'node:crypto';
import type { Context } from 'hono';
import { AppError } from '../../errors.ts';
import type { MemberEnv } from './member-route.ts';

const maxKeyChars = 200;

/** A request that may be sent more than once and must act once. */
export interface RepeatableRequest {
  /** The project of the caller: each has its own keys. */
  projectId: string;
  key: string;
  /** Of all that makes the request what it is, its caller included, by the same session or key. */
  hash: string;
  /** What only the caller has: without it the stored reply cannot be read. */
  secret: string;
}

/** What a request with an `Idempotency-Key` is; undefined for one without. Throws `invalid_header`. */
export function readRepeatable(c: Context<MemberEnv>): RepeatableRequest | undefined {
  const key = c.req.header('idempotency-key');
  if (key === undefined) return undefined;
  if (key === '' || key.length > maxKeyChars) {
    throw new AppError('invalid_header', `An Idempotency-Key has 1 to ${maxKeyChars} characters.`);
  }
  const { projectId, actor, credential } = c.get('caller');
  if (projectId === undefined) {
    throw new AppError('invalid_header', 'An Idempotency-Key is kept in a project; you have none.');
  }
  const { pathname, search } = new URL(c.req.url);
  const request = [actor, c.req.method, pathname, search, c.get('bodyText') ?? ''];
  const hash = createHmac('sha256', credential).update(JSON.stringify(request)).digest('hex');
  return { projectId, key, hash, secret: credential };
}
