import type { Shell } from '../shell/shell.ts';
import { retryDelayMs } from './backoff.ts';
import { createAnswerDatabase } from './database.ts';
import { createAnswerTransport } from './send-answer.ts';
import type { SendOutcome } from './send-outcome.ts';
import { type AnswerStore, createAnswerStore } from './store.ts';
import type { WaitingAnswer } from './waiting-answer.ts';

/**
 * A page's requests that may outlive it carry 64 kB in all, and the host sends some too. What is
 * added on sending (names, `sentAt`) is well within the rest.
 */
const keepaliveBytes = 48_000;

/** Sends what waits in its store. */
export interface AnswerSender {
  store: AnswerStore;
  /** Tries all that waits, after the tries before; resolves when it has. */
  deliver(): Promise<void>;
  /** What came of an edition's last try, by its key; undefined where nobody replied. */
  outcomes: ReadonlyMap<string, SendOutcome | undefined>;
  /** Who is told, once, when the edition of this key waits no more. */
  listeners: Map<string, (outcome: 'sent' | 'refused') => void>;
}

const senders = new WeakMap<AbortSignal, AnswerSender>();

/** The one sender of a page until it is stopped: the loader’s and the panel’s are the same. */
export function getSender(shell: Shell, now = Date.now): AnswerSender {
  const sender = senders.get(shell.stopped) ?? createSender(shell, now);
  senders.set(shell.stopped, sender);
  return sender;
}

/** Keeps listeners and a timer only while something waits. */
function createSender(shell: Shell, now: () => number): AnswerSender {
  const { visitor, stopped } = shell;
  const { project, storage } = shell.settings;
  const name = `tidings:${project}`;
  const database = storage === 'never' ? () => Promise.reject() : createAnswerDatabase(name);
  const store = createAnswerStore(database, visitor);
  const { sendAnswer, pauseMs } = createAnswerTransport(shell, store, now);
  const outcomes = new Map<string, SendOutcome | undefined>();
  const listeners: AnswerSender['listeners'] = new Map();
  let waiting: WaitingAnswer[] = [];
  let pass = Promise.resolve();
  let timer: ReturnType<typeof setTimeout>;
  let failures = 0;

  const deliver = () => {
    pass = pass.then(() => withLock(`${name}:send`, sendAll));
    return pass;
  };

  async function sendAll(): Promise<void> {
    if (stopped.aborted) return;
    waiting = (await store.all()).sort(byCreationTime);
    listen(true);
    for (const answer of waiting) {
      if (stopped.aborted || pauseMs() > 0) break;
      const outcome = await sendAnswer(answer, false);
      outcomes.set(answer.key, outcome);
      // Nobody is there for the others either.
      if (!outcome) break;
    }
    waiting = await store.all();
    notifySettled(listeners, waiting, outcomes);
    scheduleRetry();
  }

  /** Until the next try, if there is anything to try. */
  function scheduleRetry(): void {
    const shouldContinue = !stopped.aborted && waiting.length > 0;
    clearTimeout(timer);
    listen(shouldContinue);
    if (shouldContinue) timer = setTimeout(deliver, retryDelayMs(failures, pauseMs()));
    failures = shouldContinue ? failures + 1 : 0;
  }

  function listen(isActive: boolean): void {
    const method = isActive ? 'addEventListener' : 'removeEventListener';
    window[method]('online', deliver);
    document[method]('visibilitychange', sendWhenHidden);
  }

  /** The page may be gone the next moment: what is under way is sent again, and counts once. */
  function sendWhenHidden(): void {
    if (document.visibilityState !== 'hidden' || pauseMs() > 0) return;
    let bytesLeft = keepaliveBytes;
    for (const answer of waiting) {
      bytesLeft -= new Blob([JSON.stringify(answer), `${visitor.identity.token}`]).size;
      if (bytesLeft > 0) sendAnswer(answer, true);
    }
  }

  stopped.addEventListener('abort', scheduleRetry);
  return { store, deliver, outcomes, listeners };
}

/**
 * In the order in which they were given: two tabs may have begun an answer each, and to the server the
 * one that comes last is what the visitor means. Of one millisecond the higher revision is the later.
 */
function byCreationTime({ letter: one }: WaitingAnswer, { letter: other }: WaitingAnswer): number {
  const ms = Date.parse(one.createdAt) - Date.parse(other.createdAt);
  return ms || one.revision - other.revision;
}

/** What waits no more was settled here, or was sent by another tab. */
function notifySettled(
  listeners: AnswerSender['listeners'],
  waiting: readonly WaitingAnswer[],
  outcomes: AnswerSender['outcomes'],
): void {
  const waitingKeys = new Set(waiting.map(({ key }) => key));
  for (const [key, listener] of listeners) {
    if (waitingKeys.has(key)) continue;
    listeners.delete(key);
    listener(outcomes.get(key) === 'refused' ? 'refused' : 'sent');
  }
}

/** One tab at a time. Pages without https have no locks; sandboxed ones are denied them. */
async function withLock(name: string, callback: () => Promise<void>): Promise<void> {
  await (navigator.locks?.request(name, callback).catch(callback) ?? callback());
}
