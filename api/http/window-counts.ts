/** A key's count in its current window, and the milliseconds that the window still lasts. */
export interface WindowCount {
  count: number;
  msLeft: number;
}

/** Counts by key in fixed windows, in bounded memory. */
export interface WindowCounts {
  /** Adds to a key's count and returns it. */
  add(key: string, change?: number): WindowCount;
  reset(key: string): void;
  /** Number of keys in memory. */
  readonly size: number;
}

interface CountWindow {
  count: number;
  /** By `performance.now()`. */
  endsAtMs: number;
}

/** About 150 bytes per key. The limit holds for an attacker with any number of addresses. */
const defaultMaxKeys = 50_000;

/**
 * Each key has its own window, which begins with its first count. If there is no room, ended
 * windows are deleted, then the keys with the lowest counts. A key near its limit is kept, so that
 * a flood from many addresses cannot reset it.
 */
export function createWindowCounts(seconds: number, maxKeys = defaultMaxKeys): WindowCounts {
  const windows = new Map<string, CountWindow>();

  function evict(nowMs: number): void {
    const deleteIf = (isLight: (one: CountWindow) => boolean) => {
      for (const [key, one] of windows) if (isLight(one)) windows.delete(key);
    };
    deleteIf(({ endsAtMs }) => endsAtMs <= nowMs);
    // Deletes down to half, so that the next scan of all keys is far away.
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
