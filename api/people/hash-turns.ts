import { AppError } from '../errors.ts';

/** Runs a computation when its turn comes. */
export type InTurn = <Value>(compute: () => Promise<Value>) => Promise<Value>;

interface Bounds {
  /** How many run at once. */
  atOnce: number;
  /** How many may wait for their turn. */
  waiting: number;
}

/**
 * Creates a queue for computations that each take a core for tens of milliseconds, first come first
 * served. It throws `overloaded` at once if the queue is full, so that a flood of sign-ins leaves
 * threads and memory to everything else.
 */
export function createTurns({ atOnce, waiting }: Bounds): InTurn {
  const queue: (() => void)[] = [];
  let running = 0;

  async function enter(): Promise<void> {
    if (running < atOnce) {
      running += 1;
      return;
    }
    if (queue.length >= waiting) throw overloaded();
    await new Promise<void>((resolve) => queue.push(resolve));
  }

  /** Passes the turn to the next in the queue, if there is one. */
  function leave(): void {
    const next = queue.shift();
    if (next) next();
    else running -= 1;
  }

  return async (compute) => {
    await enter();
    try {
      return await compute();
    } finally {
      leave();
    }
  };
}

function overloaded(): AppError {
  const sentence = 'Too many people are signing in at the moment. Try again in a few seconds.';
  return new AppError('overloaded', sentence, { retryAfterSeconds: 2 });
}
