import { AppError } from '../errors.ts';

/** Runs a computation when its turn comes. */
export type RunQueued = <Value>(compute: () => Promise<Value>) => Promise<Value>;

interface QueueLimits {
  /** The number of computations that run at once. */
  concurrency: number;
  /** The number of computations that may wait for their turn. */
  maxWaiting: number;
}

/**
 * Creates a first-come, first-served queue for computations that each occupy a core for tens of
 * milliseconds. A call throws `overloaded` at once if the queue is full, so that a flood of
 * sign-ins leaves threads and memory for everything else.
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

  /** Passes the turn to the next computation in the queue, if there is one. */
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
