/** How often a key was counted in its current window, and for how long the window still lasts. */
export interface WindowCount {
  count: number;
  msLeft: number;
}

/** Counts by key in fixed windows, in bounded memory. */
export interface WindowCounts {
  /** Adds to a key's count and returns it. */
  add(key: string, change?: number): WindowCount;
  reset(key: string): void;
  /** How many keys are remembered. */
  readonly size: number;
}

interface CountWindow {
  count: number;
  /** By the clock of `performance`. */
  endsAtMs: number;
}

/** About 150 bytes each: an attacker with any number of addresses fills no more than these. */
const defaultMaxKeys = 50_000;

/**
 * Each key has a window of its own, which begins with its first count. If there is no room, ended
 * windows are forgotten, then the keys with the lowest counts: a key near its limit is kept, so
 * that a flood from many addresses cannot hide it.
 */
export function createWindowCounts(seconds: number, maxKeys = defaultMaxKeys): WindowCounts {
  const windows = new Map<string, CountWindow>();

  function evict(nowMs: number): void {
    const deleteIf = (isLight: (one: CountWindow) => boolean) => {
      for (const [key, one] of windows) if (isLight(one)) windows.delete(key);
    };
    deleteIf(({ endsAtMs }) => endsAtMs <= nowMs);
    // Down to half, so that the next look at all keys is far away.
    for (let count = 1; windows.size > maxKeys / 2; count *= 2)
      deleteIf((one) => one.count <= count);
  }

  function open(key: string, nowMs: number): CountWindow {
    if (windows.size >= maxKeys) evict(nowMs);
    const created = { count: 0, endsAtMs: nowMs + seconds * 1000 };
    windows.set(key, created);
    return created;
  }

  return {
    add(key, change = 1) {
      const nowMs = performance.now();
      const found = windows.get(key);
      if (found && found.endsAtMs <= nowMs) windows.delete(key);
      const current = found && found.endsAtMs > nowMs ? found : open(key, nowMs);
      current.count += change;
      return { count: current.count, msLeft: Math.round(current.endsAtMs - nowMs) };
    },
    reset: (key) => void windows.delete(key),
    get size() {
      return windows.size;
    },
  };
}
