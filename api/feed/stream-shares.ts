/** Items counted by the network that each came from. */
export interface Shares<Item> {
  readonly size: number;
  /** Adds an item of a network. The function that is returned removes it; calling it again does nothing. */
  add(network: string, item: Item): () => void;
  /**
   * The newest item of the network with the most items. Undefined if the caller's network would then have
   * no fewer items than that network: replacing one by the other would make nothing fairer.
   */
  newestOfFullest(callersNetwork: string): Item | undefined;
}

/**
 * Counts shares so that a full room can make place for a network that has little of it. Adding and
 * removing take constant time; finding the newest item takes as long as its network has items.
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
    // A count changes by one at a time, so this takes one step at most.
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
