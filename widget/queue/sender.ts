import type { Shell } from '../shell/shell.ts';
import { retryDelayMs } from './backoff.ts';
import { createAnswerDatabase } from './database.ts';
import { createAnswerTransport } from './send-answer.ts';
import type { SendOutcome } from './send-outcome.ts';
import { type AnswerStore, createAnswerStore } from './store.ts';
import type { WaitingAnswer } from './waiting-answer.ts';

/**
 * The most that is sent with `keepalive`. Browsers allow a page 64 kB, which the host shares. The
 * fields that are added on sending (credentials, `sentAt`) fit well within the rest.
 */
const keepaliveBytes = 48_000;

/** Sends the answers that wait in its store. */
export interface AnswerSender {
  store: AnswerStore;
  /** Tries to send all waiting answers, after any earlier pass; resolves when this pass is over. */
  deliver(): Promise<void>;
  /** The outcome of each edition's last attempt, by its key; undefined if there was no reply. */
  outcomes: ReadonlyMap<string, SendOutcome | undefined>;
  /** By an edition's key, the function that is called once when that edition no longer waits. */
  listeners: Map<string, (outcome: 'sent' | 'refused') => void>;
}

const senders = new WeakMap<AbortSignal, AnswerSender>();

/** Returns the page's only sender until it is stopped, which the loader and the panel share. */
export function getSender(shell: Shell, now = Date.now): AnswerSender {
  const sender = senders.get(shell.stopped) ?? createSender(shell, now);
  senders.set(shell.stopped, sender);
  return sender;
}

/** Creates a sender that has listeners and a timer only while answers wait. */
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
      // Without a reply to this answer, the others would fail too.
      if (!outcome) break;
    }
    waiting = await store.all();
    notifySettled(listeners, waiting, outcomes);
    scheduleRetry();
  }

  /** Schedules the next attempt if answers still wait; otherwise removes listeners and timer. */
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

  /** Sends waiting answers again, even those under way, before the page ends; each counts once. */
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
 * Sorts answers by when they were given: two tabs may each have started an answer, and the server
 * takes the last to arrive as the visitor's. Within a millisecond, the higher revision is later.
 */
function byCreationTime({ letter: one }: WaitingAnswer, { letter: other }: WaitingAnswer): number {
  const ms = Date.parse(one.createdAt) - Date.parse(other.createdAt);
  return ms || one.revision - other.revision;
}

/** Notifies listeners of editions that no longer wait: settled here, or sent by another tab. */
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

/** Runs in one tab at a time. Pages without https have no locks; sandboxed ones are denied them. */
async function withLock(name: string, callback: () => Promise<void>): Promise<void> {
  await (navigator.locks?.request(name, callback).catch(callback) ?? callback());
}
