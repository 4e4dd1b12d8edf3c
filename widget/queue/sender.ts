import type { Shell } from '../shell/shell.ts';
import { delayMs } from './backoff.ts';
import { databaseOf } from './database.ts';
import { createAnswerTransport } from './send-answer.ts';
import { createStore, type Store } from './store.ts';
import type { Verdict } from './verdict.ts';
import type { WaitingAnswer } from './waiting-answer.ts';

/**
 * A page's requests that may outlive it carry 64 kB in all, and the host sends some too. What is
 * added on sending (names, `sentAt`) is well within the rest.
 */
const keepaliveBytes = 48_000;

/** Sends what waits in its store. */
export interface Sender {
  store: Store;
  /** Tries all that waits, after the tries before; resolves when it has. */
  deliver(): Promise<void>;
  /** What came of an edition's last try, by its key; undefined where nobody replied. */
  verdicts: ReadonlyMap<string, Verdict | undefined>;
  /** Who is told, once, when the edition of this key waits no more. */
  hearers: Map<string, (settled: 'sent' | 'refused') => void>;
}

const senders = new WeakMap<AbortSignal, Sender>();

/** The one sender of a page until it is stopped: the loader’s and the panel’s are the same. */
export function senderOf(shell: Shell, now = Date.now): Sender {
  const sender = senders.get(shell.stopped) ?? createSender(shell, now);
  senders.set(shell.stopped, sender);
  return sender;
}

/** Keeps listeners and a timer only while something waits. */
function createSender(shell: Shell, now: () => number): Sender {
  const { visitor, stopped } = shell;
  const { project, storage } = shell.settings;
  const name = `tidings:${project}`;
  const database = storage === 'never' ? () => Promise.reject() : databaseOf(name);
  const store = createStore(database, visitor);
  const { sendAnswer, pauseMs } = createAnswerTransport(shell, store, now);
  const verdicts = new Map<string, Verdict | undefined>();
  const hearers: Sender['hearers'] = new Map();
  let waiting: WaitingAnswer[] = [];
  let pass = Promise.resolve();
  let timer: ReturnType<typeof setTimeout>;
  let failures = 0;

  const deliver = () => {
    pass = pass.then(() => alone(`${name}:send`, tryAll));
    return pass;
  };

  async function tryAll(): Promise<void> {
    if (stopped.aborted) return;
    waiting = (await store.all()).sort(asGiven);
    listen(true);
    for (const answer of waiting) {
      if (stopped.aborted || pauseMs() > 0) break;
      const verdict = await sendAnswer(answer, false);
      verdicts.set(answer.key, verdict);
      // Nobody is there for the others either.
      if (!verdict) break;
    }
    waiting = await store.all();
    tellSettled(hearers, waiting, verdicts);
    rest();
  }

  /** Until the next try, if there is anything to try. */
  function rest(): void {
    const goesOn = !stopped.aborted && waiting.length > 0;
    clearTimeout(timer);
    listen(goesOn);
    if (goesOn) timer = setTimeout(deliver, delayMs(failures, pauseMs()));
    failures = goesOn ? failures + 1 : 0;
  }

  function listen(goesOn: boolean): void {
    const act = goesOn ? 'addEventListener' : 'removeEventListener';
    window[act]('online', deliver);
    document[act]('visibilitychange', leave);
  }

  /** The page may be gone the next moment: what is under way is sent again, and counts once. */
  function leave(): void {
    if (document.visibilityState !== 'hidden' || pauseMs() > 0) return;
    let bytesLeft = keepaliveBytes;
    for (const answer of waiting) {
      bytesLeft -= new Blob([JSON.stringify(answer), `${visitor.identity.token}`]).size;
      if (bytesLeft > 0) sendAnswer(answer, true);
    }
  }

  stopped.addEventListener('abort', rest);
  return { store, deliver, verdicts, hearers };
}

/**
 * In the order in which they were given: two tabs may have begun an answer each, and to the server the
 * one that comes last is what the visitor means. Of one millisecond the higher revision is the later.
 */
function asGiven({ letter: one }: WaitingAnswer, { letter: other }: WaitingAnswer): number {
  const ms = Date.parse(one.createdAt) - Date.parse(other.createdAt);
  return ms || one.revision - other.revision;
}

/** What waits no more was settled here, or was sent by another tab. */
function tellSettled(
  hearers: Sender['hearers'],
  waiting: readonly WaitingAnswer[],
  verdicts: Sender['verdicts'],
): void {
  const kept = new Set(waiting.map(({ key }) => key));
  for (const [key, hear] of hearers) {
    if (kept.has(key)) continue;
    hearers.delete(key);
    hear(verdicts.get(key) === 'refused' ? 'refused' : 'sent');
  }
}

/** One tab at a time. Pages without https have no locks; sandboxed ones are denied them. */
async function alone(name: string, act: () => Promise<void>): Promise<void> {
  await (navigator.locks?.request(name, act).catch(act) ?? act());
}
