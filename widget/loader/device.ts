import { tag } from './tag.ts';
import { identity } from './visitor.ts';

/** What the loader knows without a device, by key. */
const memory: Record<string, unknown> = {};

/**
 * The key of a name: `tidings:<public key>:<name>`. A visitor with a token has an `@` and the token's
 * `sub` behind it, so that people who share a device do not see each other's; `owner` is empty for
 * what belongs to the device. With `data-storage="never"` it is a key that nobody ever writes.
 */
export const keyOf = (name: string, owner = ownerOf(identity.token)) =>
  `tidings:${tag.storage === 'never' || tag.project}:${name}${owner}`;

/**
 * What is kept, as the loader needs it: it reads, and keeps the last feed where the visitor has acted
 * before. `storage.ts` takes its place when the panel comes.
 */
export const device = {
  get<T>(name: string, owner?: string): T | undefined {
    const key = keyOf(name, owner);
    try {
      // Throws in a sandboxed frame, or where nothing is kept.
      return JSON.parse(localStorage[key]);
    } catch {
      return memory[key] as T;
    }
  },
  set(name: string, value: unknown): void {
    const key = keyOf(name);
    memory[key] = value;
    try {
      if (device.get('visitor', '')) localStorage[key] = JSON.stringify(value);
    } catch {}
  },
};

/** The `sub` of a token, which the server alone can verify; the token itself where it has none. */
function ownerOf(token: string | undefined): string {
  if (!token) return '';
  try {
    const payload = token.split('.')[1]?.replace(/-/g, '+').replace(/_/g, '/');
    return `@${JSON.parse(atob(payload as string)).sub}`;
  } catch {
    return `@${token}`;
  }
}
