import { randomUUID } from 'node:crypto';

/**
 * Creates a UUIDv7 (RFC 9562). Its first 48 bits are the time, so rows created together are stored
 * together.
 */
export function newId(): string {
  const time = Date.now().toString(16).padStart(12, '0');
  // The rest comes from a random UUID, whose variant bits are at the same position.
  return `${time.slice(0, 8)}-${time.slice(8)}-7${randomUUID().slice(15)}`;
}
