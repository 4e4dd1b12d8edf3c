import { createHash } from 'node:crypto';

/**
 * Returns the stored form of an anonymous id: its first 48 bits, so that ids created one after
 * another are stored side by side, then 128 bits of its SHA-256. The id is a bearer secret with 74
 * more random bits and cannot be found from the stored form.
 */
export function storedAnonymousId(anonymousId: string): string {
  const time = anonymousId.replaceAll('-', '').slice(0, 12);
  return time + createHash('sha256').update(anonymousId).digest('hex').slice(0, 32);
}
