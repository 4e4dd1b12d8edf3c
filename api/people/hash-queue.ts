import { AppError } from '../errors.ts';

/** Runs a computation when its turn comes. */
export type RunQueued = <Value>(compute: () => Promise<Value>) => Promise<Value>;

interface QueueLimits {
  /** How many run at once. */
  concurrency: number;
  /** How many may wait for their turn. */
  maxWaiting: number;
}

/**
 * Creates a queue for computations that each take a core for tens of milliseconds, first come first
 * served. It throws `overloaded` at once if the queue is full, so that a flood of sign-ins leaves
 * threads and memory to everything else.
 */
export function createHashQueue({ concurrency, maxWaiting }: QueueLimits): RunQueued {
  const queue: (() => void)[] = [];
  let running = 0;

  async function acquire(): Promise<void> {
    if (running < concurrency) {
      running += 1;
      return;
    }
    if (queue.length >= maxWaiting) throw overloadedError();
    await new Promise<void>((resolve) => queue.push(resolve));
  }

  /** Passes the turn to the next in the queue, if there is one. */
  function release(): void {
    const next = queue.shift();
    if (next) next();
    else running -= 1;
  }

  return async (compute) => {
    await acquire();
    try {
      return await compute();
    } finally {
      release();
    }
  };
}

function overloadedError(): AppError {
  const message = 'Too many people are signing in at the moment. Try again in a few seconds.';
  return new AppError('overloaded', message, { retryAfterSeconds: 2 });
}
