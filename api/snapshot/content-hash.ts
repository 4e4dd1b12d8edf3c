import { createHash } from 'node:crypto';

/** Returns 96 bits of SHA-256 over the parts and their lengths, in base64url. */
export function hashContent(parts: Iterable<string>): string {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(`${part.length}:`).update(part);
  return hash.digest('base64url').slice(0, 16);
}
