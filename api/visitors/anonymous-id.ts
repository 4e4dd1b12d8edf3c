import { createHash } from 'node:crypto';

/**
 * How an anonymous visitor's id is stored: its first 48 bits as they are, so that ids made in order
 * of time are stored side by side, then 128 bits of its SHA-256. The id itself, which is a bearer
 * secret with 74 more random bits, cannot be found from it.
 */
export function storedAnonymousId(anonymousId: string): string {
  const time = anonymousId.replaceAll('-', '').slice(0, 12);
  return time + createHash('sha256').update(anonymousId).digest('hex').slice(0, 32);
}
