import { tag } from './tag.ts';
import { identity } from './visitor.ts';

/** The values by key, for when the device stores none. */
const memory: Record<string, unknown> = {};

/**
 * Returns the storage key of a name: `tidings:<public key>:<name>`. For a visitor with a token, `@`
 * and the token's `sub` follow, so that people who share a device do not see each other's data; an
 * empty `owner` is for the device's own values. With `data-storage="never"`, a key never written.
 */
export const keyOf = (name: string, owner = ownerOf(identity.token)) =>
  `tidings:${tag.storage === 'never' || tag.project}:${name}${owner}`;

/**
 * The device's storage, as far as the loader needs it: reads values, and stores the last feed if
 * the visitor has acted before. `storage.ts` replaces both functions when a module is loaded.
 */
export const device = {
  get<T>(name: string, owner?: string): T | undefined {
    const key = keyOf(name, owner);
    try {
      // Throws in a sandboxed frame, and if nothing is stored.
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

/** Returns `@` and a token's unverified `sub`, or the token itself if it cannot be decoded. */
function ownerOf(token: string | undefined): string {
  if (!token) return '';
  try {
    const payload = token.split('.')[1]?.replace(/-/g, '+').replace(/_/g, '/');
    return `@${JSON.parse(atob(payload as string)).sub}`;
  } catch {
    return `@${token}`;
  }
}
