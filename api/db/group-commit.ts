import { AppError } from '../errors.ts';

export interface GroupCommitOptions<Item, Outcome> {
  /**
   * Stores all of them or none, in order, and gives their outcomes in the same order once that is
   * durable. `lane` tells apart batches that run at the same time: 0 up to `lanes`, exclusive.
   */
  commit(items: readonly Item[], lane: number): Promise<readonly Outcome[]>;
  /** How many share a transaction at most. On SQLite the event loop stands still meanwhile. */
  maxBatch: number;
  /** How many may wait before the next one is told to come back later. */
  maxQueue: number;
  /** How many batches may be under way at once: 1 where the database has one writer anyway. */
  lanes?: number;
  /** How long an item waits for its outcome, from its submission on: milliseconds (R4). */
  maxWaitMs?: number;
  /** Whether an error says nothing about the items: the disk is full, the database is away. */
  isTransient?(error: unknown): boolean;
}

export interface GroupCommit<Item, Outcome> {
  /**
   * Resolves once the item is durable. Throws `overloaded` when too many wait, and `unavailable` when
   * the outcome is not known in time: the item may be stored later, so it must be one that can be
   * sent again.
   */
  submit(item: Item): Promise<Outcome>;
}

const defaultMaxWaitMs = 5000;
const checkIntervalMs = 100;

interface QueuedItem<Item, Outcome> {
  item: Item;
  /** By the clock of `performance`. */
  deadlineMs: number;
  resolve(outcome: Outcome): void;
  reject(error: unknown): void;
}

/**
 * Lets requests of the same moment share one transaction and one sync, each acknowledged only after
 * it. What arrives while a batch is under way makes the next one. A batch that fails is tried again
 * one by one, so that nobody suffers for another's item, unless the fault is a passing one: then
 * each try would only wait for it again.
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

  /** After the input of this turn of the event loop was read, so that all of it shares a batch. */
  function schedule(): void {
    if (scheduled || queue.length === 0 || freeLanes.length === 0) return;
    scheduled = true;
    setImmediate(gather, 0);
  }

  /** As long as each turn brings more, those who come are few microseconds apart: they share. */
  function gather(before: number): void {
    const { length } = queue;
    if (length > before && length < maxBatch) setImmediate(gather, length);
    else start();
  }

  function start(): void {
    scheduled = false;
    // All of the queue may have been given up since.
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
 * While batches are under way, rejects every item whose time is over, with `unavailable`. An item in
 * the queue is dropped. One that is under way may still be stored, and its outcome is then ignored.
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
  return new AppError('overloaded', 'Too much comes in at once; send it again in a second.', {
    retryAfterSeconds: 1,
  });
}

function tooLate(): AppError {
  return new AppError('unavailable', 'The database is busy. Send the request again in 5 seconds.', {
    retryAfterSeconds: 5,
  });
}
