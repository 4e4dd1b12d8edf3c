import type { Mine } from '../../contract/feed.ts';
import type { Shell } from '../shell/shell.ts';
import { momentMs } from './send-answer.ts';
import { senderOf } from './sender.ts';
import { subjectOf } from './subject.ts';
import { uuidV7 } from './uuid.ts';
import { keyOf, type Letter, type WaitingAnswer } from './waiting-answer.ts';

/** What a visitor says about a release. */
export type Said = Omit<Mine, 'id' | 'revision'>;

/** Takes answers for good: what was given is written down before it is sent. */
export interface Answers {
  /** `later` hears, once, what became of an answer that had to wait. */
  give(
    release: string,
    survey: { id: string },
    said: Said,
    asked: Asked,
    later?: (settled: Settled) => void,
  ): Promise<Delivery>;
}

/** The feed in which the question stood, and when it was read. */
export interface Asked {
  readonly ticket: string;
  readonly readAt?: string;
}

/** `sent`: the server has it. `refused`: it will never take it. */
export type Settled = 'sent' | 'refused';
/** `waiting`: it is kept here and will be sent. */
export type Delivery = Settled | 'waiting';

/** Where the panel hands its answers in. */
export function createAnswers(shell: Shell, now = Date.now): Answers {
  const { store, deliver, verdicts, hearers } = senderOf(shell, now);
  return {
    async give(release, { id: survey }, said, { ticket, readAt = '' }, later) {
      shell.visitor.act();
      const answer = compose(shell, { release, survey, ticket, ...said }, now());
      const { key, letter } = answer;
      await store.put(answer);
      // What it replaces need not be sent; where that is under way, the server keeps both in order.
      await store.remove(keyOf(letter.id, letter.revision - 1));
      // Sent sooner it would be refused, and the host's console would show an error.
      const tooEarlyMs = momentMs - (now() - Date.parse(readAt));
      if (tooEarlyMs > 0) await pause(Math.min(tooEarlyMs, momentMs), shell.stopped);
      await deliver();
      // Nobody who was merely quick should read that their answer waits for a connection.
      if (verdicts.get(key) === 'early') await pause(momentMs, shell.stopped).then(deliver);
      if (verdicts.get(key) === 'refused') return 'refused';
      // Another tab may have sent it, or given a newer one in its place.
      const waiting = await store.all();
      if (!waiting.some((one) => one.key === key)) return 'sent';
      if (later) hearers.set(key, later);
      return 'waiting';
    },
  };
}

type About = Pick<Letter, 'survey' | 'ticket'> & { release: string };

/** Remembers it too: the next change of mind is the next revision of the same id. */
function compose(shell: Shell, { release, ...asked }: Said & About, nowMs: number): WaitingAnswer {
  const { visitor } = shell;
  const { survey, ticket, ...said } = asked;
  const before = visitor.mine(release);
  const id = before?.id ?? uuidV7(nowMs);
  const revision = (before?.revision ?? 0) + 1;
  visitor.remember(release, { id, revision, ...said });
  const { token } = visitor.identity;
  return {
    key: keyOf(id, revision),
    sub: token && subjectOf(token),
    letter: {
      ...(!token && visitor.caller()),
      ...{ id, revision, release, survey, ticket, ...said },
      ...circumstances(shell),
      createdAt: new Date(nowMs).toISOString(),
    },
  };
}

function circumstances({ visitor, settings }: Shell) {
  return {
    traits: visitor.identity.traits,
    version: settings.version,
    locale: visitor.switches.locale ?? settings.locale,
    surface: 'panel' as const,
  };
}

/** Ends before its time when we are taken out of the page, and takes none after that. */
function pause(forMs: number, stopped: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (stopped.aborted) return resolve();
    const timer = setTimeout(resolve, forMs);
    stopped.addEventListener('abort', () => resolve(clearTimeout(timer)), { once: true });
  });
}
