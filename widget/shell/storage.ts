import type { Core } from '../loader/opening.ts';
import { hasTrackingOptOut } from './do-not-track.ts';

/**
 * Every name under which something is stored, as `tidings:<public key>:<name>` in localStorage. For
 * a visitor with a token, all keys but the first two end in `@` and the token's `sub`, so that
 * people who share a device do not see each other's data.
 */
export const storedNames = {
  visitor: 'the visitor’s own random id',
  waiting: 'whether answers wait to be sent',
  switches: 'the switches that the visitor changed, and their language',
  seen: 'the publication time of the newest release that was shown',
  mine: 'the visitor’s answers to each release',
  feed: 'the last unread count',
  panel: 'the last releases shown',
  'draft:<release>': 'text that was typed and not yet sent',
} as const;

/** Stores values by name, as JSON; in memory if the device may not or cannot store them. */
export interface DeviceStorage {
  get<T>(name: string): T | undefined;
  /** `undefined` removes the value. */
  set(name: string, value: unknown): void;
  /** Moves values from memory to the device, unless `never`: the visitor has acted. */
  allow(): void;
}

/**
 * Replaces the functions of the loader's `device`. `data-storage="never"` stores nothing; otherwise
 * a visitor id on the device shows that the visitor has acted before.
 */
export function openStorage({ tag, device, keyOf }: Core): DeviceStorage {
  const memory = new Map<string, string>();
  const ownerFor = (name: string) => (/^(visitor|waiting)$/.test(name) ? '' : undefined);
  let allowed = false;
  attempt(() => {
    allowed = tag.storage !== 'never' && keyOf('visitor', '') in localStorage;
  });

  /** A full device throws; so does every access in a sandboxed frame or with cookies blocked. */
  const write = (key: string, text: string | undefined) => {
    if (text === undefined) memory.delete(key);
    else memory.set(key, text);
    if (!allowed) return;
    attempt(() => {
      if (text === undefined) localStorage.removeItem(key);
      else localStorage.setItem(key, text);
      memory.delete(key);
    });
  };
  const storage: DeviceStorage = {
    get: (name) =>
      attempt(() => {
        const key = keyOf(name, ownerFor(name));
        const text = memory.get(key) ?? (allowed ? localStorage.getItem(key) : null);
        return text === null ? undefined : JSON.parse(text);
      }),
    set: (name, value) => write(keyOf(name, ownerFor(name)), JSON.stringify(value)),
    allow() {
      allowed = tag.storage !== 'never';
      for (const [key, text] of memory) write(key, text);
    },
  };

  const feed = device.get('feed');
  device.get = storage.get;
  device.set = storage.set;
  if (feed) storage.set('feed', feed);
  if (tag.storage === 'always' && !hasTrackingOptOut()) storage.allow();
  return storage;
}

function attempt<T>(action: () => T): T | undefined {
  try {
    return action();
  } catch {
    return undefined;
  }
}
