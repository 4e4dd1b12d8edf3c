import { createHash } from 'node:crypto';

/** 96 bits of SHA-256 over all parts and where each ends: base64url. */
export function hashContent(parts: Iterable<string>): string {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(`${part.length}:`).update(part);
  return hash.digest('base64url').slice(0, 16);
}
