import { randomUUID } from 'node:crypto';

/** A new UUIDv7 (RFC 9562): its first 48 bits are the time, so that rows made together lie together. */
export function newId(): string {
  const time = Date.now().toString(16).padStart(12, '0');
  // Random from there on, with the variant where every UUID has it.
  return `${time.slice(0, 8)}-${time.slice(8)}-7${randomUUID().slice(15)}`;
}
