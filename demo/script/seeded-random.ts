/** A random number generator that returns the same numbers for the same seed. */
export interface SeededRandom {
  /** At least 0 and below 1. */
  next(): number;
  /** True with this probability. */
  chance(probability: number): boolean;
  between(low: number, high: number): number;
  /** Returns one of the items, each with equal probability. Throws an Error if there is none. */
  pick<Item>(from: readonly Item[]): Item;
  /** Returns one of the items, each with a probability in proportion to its weight. */
  pickWeighted<Item extends { weight: number }>(from: readonly Item[]): Item;
}

/** Uses mulberry32 (public domain, Tommy Ettinger). Its state of 32 bits is unfit for secrets. */
export function createSeededRandom(seed: number): SeededRandom {
  let state = seed | 0;

  function next(): number {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  return {
    next,
    chance: (probability) => next() < probability,
    between: (low, high) => low + next() * (high - low),
    pick: (from) => required(from[Math.floor(next() * from.length)]),
    pickWeighted(from) {
      let left = next() * from.reduce((sum, { weight }) => sum + weight, 0);
      for (const item of from) {
        left -= item.weight;
        if (left < 0) return item;
      }
      return required(from.at(-1));
    },
  };
}

function required<Item>(item: Item | undefined): Item {
  if (item === undefined) throw new Error('The list to choose from is empty.');
  return item;
}
