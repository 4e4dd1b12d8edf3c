import type { Snapshot } from './snapshot.ts';

/** Computes a value from a snapshot on first use, and keeps it as long as the snapshot exists. */
export function memoizeBySnapshot<Value>(
  make: (snapshot: Snapshot) => Value,
): (snapshot: Snapshot) => Value {
  const cache = new WeakMap<Snapshot, { value: Value }>();
  return (snapshot) => {
    const known = cache.get(snapshot);
    if (known) return known.value;
    const value = make(snapshot);
    cache.set(snapshot, { value });
    return value;
  };
}
