/** Counts to be added to stored ones: at most one row for each key, however often it was counted. */
export interface Counts<Key extends object> {
  add(key: Key, count: number): void;
  /** Those that change anything, in the order of their keys: two batches never wait in a circle. */
  rows(): (Key & { count: number })[];
}

/** Keys are told apart by their values, which every caller must give in the same order. */
export function createCounts<Key extends object>(): Counts<Key> {
  const counts = new Map<string, Key & { count: number }>();
  return {
    add(key, count) {
      const name = Object.values(key).join('\0');
      const known = counts.get(name);
      if (known) known.count += count;
      else counts.set(name, { ...key, count });
    },
    rows() {
      const changed = [...counts].filter(([, row]) => row.count !== 0);
      return changed.sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);
    },
  };
}
