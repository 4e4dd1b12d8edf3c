import type { Snapshot } from './snapshot.ts';

/** Makes something of a snapshot when it is first asked for, and keeps it as long as the snapshot. */
export function derived<Value>(make: (snapshot: Snapshot) => Value): (snapshot: Snapshot) => Value {
  const made = new WeakMap<Snapshot, { value: Value }>();
  return (snapshot) => {
    const known = made.get(snapshot);
    if (known) return known.value;
    const value = make(snapshot);
    made.set(snapshot, { value });
    return value;
  };
}
