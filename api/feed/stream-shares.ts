/** Items counted by the site that each came from. */
export interface Shares<Item> {
  readonly size: number;
  /** Adds an item of a site. The function that is returned removes it; calling it again does nothing. */
  add(site: string, item: Item): () => void;
  /**
   * The newest item of the site with the most items. Undefined if the caller's site would then have
   * no fewer items than that site: replacing one by the other would make nothing fairer.
   */
  newestOfFullest(callersSite: string): Item | undefined;
}

/**
 * Counts shares so that a full room can make place for a site that has little of it. Adding and
 * removing take constant time; finding the newest item takes as long as its site has items.
 */
export function createShares<Item>(): Shares<Item> {
  const sites = new Map<string, Set<{ item: Item }>>();
  const sitesByCount = new Map<number, Set<string>>();
  let size = 0;
  let most = 0;

  function move(site: string, from: number, to: number): void {
    const before = sitesByCount.get(from);
    before?.delete(site);
    if (before?.size === 0) sitesByCount.delete(from);
    const others = sitesByCount.get(to) ?? new Set();
    if (to > 0) sitesByCount.set(to, others.add(site));
    size += to - from;
    most = Math.max(most, to);
    // A count changes by one at a time, so this takes one step at most.
    if (!sitesByCount.has(most)) most -= 1;
  }

  return {
    get size() {
      return size;
    },
    add(site, item) {
      const items = sites.get(site) ?? new Set();
      const entry = { item };
      move(site, items.size, items.size + 1);
      sites.set(site, items.add(entry));
      return () => {
        if (!items.delete(entry)) return;
        move(site, items.size + 1, items.size);
        if (items.size === 0) sites.delete(site);
      };
    },
    newestOfFullest(callersSite) {
      if (most <= (sites.get(callersSite)?.size ?? 0) + 1) return undefined;
      const [fullest = ''] = sitesByCount.get(most) ?? [];
      return [...(sites.get(fullest) ?? [])].at(-1)?.item;
    },
  };
}
