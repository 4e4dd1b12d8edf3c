/** Work that is done in slices, with the event loop free between them. */
export interface WorkQueue {
  /** Calls `act` for each item, in order, from the next turn of the event loop. */
  add<Item>(items: Iterator<Item>, act: (item: Item) => void): void;
}

/**
 * Creates one queue for all the work of a process: no turn of the event loop does more than
 * `perSlice` actions, however many tasks wait. Tasks take turns, so that a long one does not delay
 * a short one.
 */
export function createWorkQueue(perSlice: number): WorkQueue {
  const waiting: (() => boolean)[] = [];

  function runSlice(): void {
    const [step] = waiting;
    for (let left = perSlice; step && left > 0; left -= 1) {
      if (step()) continue;
      waiting.shift();
      if (waiting.length > 0) setImmediate(runSlice);
      return;
    }
    waiting.push(...waiting.splice(0, 1));
    setImmediate(runSlice);
  }

  return {
    add(items, act) {
      waiting.push(() => {
        const { done, value } = items.next();
        if (!done) act(value);
        return !done;
      });
      if (waiting.length === 1) setImmediate(runSlice);
    },
  };
}
