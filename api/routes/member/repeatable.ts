import { createHmac } from 'node:crypto';
import type { Context } from 'hono';
import { AppError } from '../../errors.ts';
import type { MemberEnv } from './member-route.ts';

const maxKeyChars = 200;

/** A request that can be sent more than once and must take effect once. */
export interface RepeatableRequest {
  /** The caller's project. Each project has its own keys. */
  projectId: string;
  key: string;
  /** HMAC of the request and its caller, keyed with the caller's credential. */
  hash: string;
  /** The caller's credential, which encrypts the stored reply. */
  secret: string;
}

/** Returns undefined for a request without an `Idempotency-Key`. Throws `invalid_header`. */
export function readRepeatable(c: Context<MemberEnv>): RepeatableRequest | undefined {
  const key = c.req.header('idempotency-key');
  if (key === undefined) return undefined;
  if (key === '' || key.length > maxKeyChars) {
    throw new AppError(
      'invalid_header',
      `The Idempotency-Key must have 1 to ${maxKeyChars} characters.`,
    );
  }
  const { projectId, actor, credential } = c.get('caller');
  if (projectId === undefined) {
    throw new AppError(
      'invalid_header',
      'An Idempotency-Key is stored in a project, and you have none. Send the request without it.',
    );
  }
  const { pathname, search } = new URL(c.req.url);
  const request = [actor, c.req.method, pathname, search, c.get('bodyText') ?? ''];
  const hash = createHmac('sha256', credential).update(JSON.stringify(request)).digest('hex');
  return { projectId, key, hash, secret: credential };
}
