/** Items, counted by the network that each came from. */
export interface Shares<Item> {
  readonly size: number;
  /** Adds an item of a network. The returned function removes it; calling it again does nothing. */
  add(network: string, item: Item): () => void;
  /**
   * Returns the newest item of the network with the most items. Returns undefined if the caller's
   * network, with one more item, would have as many as that network: replacing one by the other
   * would not be fairer.
   */
  newestOfFullest(callersNetwork: string): Item | undefined;
}

/**
 * Counts shares, so that a full limiter can make room for a network with few streams. Adding and
 * removing take constant time; finding the newest item is linear in its network's items.
 */
export function createShares<Item>(): Shares<Item> {
  const networks = new Map<string, Set<{ item: Item }>>();
  const networksByCount = new Map<number, Set<string>>();
  let size = 0;
  let most = 0;

  function move(network: string, from: number, to: number): void {
    const before = networksByCount.get(from);
    before?.delete(network);
    if (before?.size === 0) networksByCount.delete(from);
    const others = networksByCount.get(to) ?? new Set();
    if (to > 0) networksByCount.set(to, others.add(network));
    size += to - from;
    most = Math.max(most, to);
    // Counts change by one at a time, so one step is enough.
    if (!networksByCount.has(most)) most -= 1;
  }

  return {
    get size() {
      return size;
    },
    add(network, item) {
      const items = networks.get(network) ?? new Set();
      const entry = { item };
      move(network, items.size, items.size + 1);
      networks.set(network, items.add(entry));
      return () => {
        if (!items.delete(entry)) return;
        move(network, items.size + 1, items.size);
        if (items.size === 0) networks.delete(network);
      };
    },
    newestOfFullest(callersNetwork) {
      if (most <= (networks.get(callersNetwork)?.size ?? 0) + 1) return undefined;
      const [fullest = ''] = networksByCount.get(most) ?? [];
      return [...(networks.get(fullest) ?? [])].at(-1)?.item;
    },
  };
}
