import { AppError } from '../errors.ts';

export interface GroupCommitOptions<Item, Outcome> {
  /**
   * Stores all items or none, in order, and returns their outcomes in the same order once they are
   * durable. `lane` distinguishes batches that run at the same time: 0 up to `lanes`, exclusive.
   */
  commit(items: readonly Item[], lane: number): Promise<readonly Outcome[]>;
  /** How many items may share a transaction. On SQLite a batch blocks the thread that runs it. */
  maxBatch: number;
  /** How many items may wait. Further items are rejected with `overloaded`. */
  maxQueue: number;
  /** How many batches may run at once: 1 if the database has only one writer. */
  lanes?: number;
  /** How long an item waits for its outcome after it was submitted: milliseconds (R4). */
  maxWaitMs?: number;
  /** Whether an error is not due to the items: the disk is full, or the database is unavailable. */
  isTransient?(error: unknown): boolean;
}

export interface GroupCommit<Item, Outcome> {
  /**
   * Resolves once the item is durable. Throws `overloaded` if too many items wait, and
   * `unavailable` if the outcome is not known in time: the item may be stored later, so it must be
   * safe to send it again.
   */
  submit(item: Item): Promise<Outcome>;
}

const defaultMaxWaitMs = 5000;
const checkIntervalMs = 100;

interface QueuedItem<Item, Outcome> {
  item: Item;
  /** On the clock of `performance`. */
  deadlineMs: number;
  resolve(outcome: Outcome): void;
  reject(error: unknown): void;
}

/**
 * Creates a group commit: requests that arrive together share one transaction and one sync, and
 * each is acknowledged only after the sync. Items that arrive while a batch runs form the next one.
 * The items of a failed batch are tried again one by one, so that one item cannot fail the others.
 * After a transient error they are not, because each try would wait for the same fault.
 */
export function createGroupCommit<Item, Outcome>(
  options: GroupCommitOptions<Item, Outcome>,
): GroupCommit<Item, Outcome> {
  const { commit, maxBatch, maxQueue, maxWaitMs = defaultMaxWaitMs } = options;
  const { lanes = 1, isTransient = () => false } = options;
  const queue: QueuedItem<Item, Outcome>[] = [];
  const running = watchDeadlines(queue);
  const freeLanes = Array.from({ length: lanes }, (_, lane) => lane);
  let scheduled = false;

  /** Waits until this turn of the event loop has read its input, so that all of it shares a batch. */
  function schedule(): void {
    if (scheduled || queue.length === 0 || freeLanes.length === 0) return;
    scheduled = true;
    setImmediate(gather, 0);
  }

  /** Waits as long as each turn of the event loop adds items, microseconds apart, for one batch. */
  function gather(before: number): void {
    const { length } = queue;
    if (length > before && length < maxBatch) setImmediate(gather, length);
    else start();
  }

  function start(): void {
    scheduled = false;
    // All items may have left the queue at their deadline.
    if (queue.length === 0) return;
    const lane = freeLanes.shift();
    if (lane === undefined) return;
    const batch = queue.splice(0, maxBatch);
    running.add(batch);
    void run(batch, lane).finally(() => {
      running.delete(batch);
      freeLanes.push(lane);
      schedule();
    });
    schedule();
  }

  async function run(batch: QueuedItem<Item, Outcome>[], lane: number): Promise<void> {
    try {
      await settle(batch, lane);
    } catch (error) {
      if (batch.length === 1 || isTransient(error)) for (const { reject } of batch) reject(error);
      else for (const each of batch) await run([each], lane);
    }
  }

  async function settle(batch: QueuedItem<Item, Outcome>[], lane: number): Promise<void> {
    const outcomes = await commit(
      batch.map(({ item }) => item),
      lane,
    );
    batch.forEach(({ resolve }, i) => {
      resolve(outcomes[i] as Outcome);
    });
  }

  return {
    submit(item) {
      if (queue.length >= maxQueue) return Promise.reject(tooMany());
      return new Promise((resolve, reject) => {
        queue.push({ item, deadlineMs: performance.now() + maxWaitMs, resolve, reject });
        schedule();
      });
    },
  };
}

/**
 * Rejects each item with `unavailable` when its deadline has passed, as long as batches run. An
 * item in the queue is dropped. An item in a running batch may still be stored, and its outcome is
 * then ignored.
 */
function watchDeadlines<Item, Outcome>(queue: QueuedItem<Item, Outcome>[]) {
  const running = new Set<QueuedItem<Item, Outcome>[]>();
  let watch: NodeJS.Timeout | undefined;

  function rejectOverdue(): void {
    const nowMs = performance.now();
    const isOverdue = ({ deadlineMs }: QueuedItem<Item, Outcome>) => deadlineMs <= nowMs;
    const firstPending = queue.findIndex((each) => !isOverdue(each));
    const dropped = queue.splice(0, firstPending === -1 ? queue.length : firstPending);
    const late = [...running].flatMap((batch) => batch.filter(isOverdue));
    for (const { reject } of [...dropped, ...late]) reject(tooLate());
    if (running.size > 0) return;
    clearInterval(watch);
    watch = undefined;
  }

  return {
    add(batch: QueuedItem<Item, Outcome>[]): void {
      running.add(batch);
      watch ??= setInterval(rejectOverdue, checkIntervalMs);
    },
    delete: (batch: QueuedItem<Item, Outcome>[]) => running.delete(batch),
  };
}

function tooMany(): AppError {
  return new AppError(
    'overloaded',
    'The server is overloaded. Send the request again in 1 second.',
    { retryAfterSeconds: 1 },
  );
}

function tooLate(): AppError {
  return new AppError('unavailable', 'The database is busy. Send the request again in 5 seconds.', {
    retryAfterSeconds: 5,
  });
}
