import type { FeedAnswer } from '../../contract/feed.ts';
import type { Shell } from '../shell/shell.ts';
import { minAnswerDelayMs } from './send-answer.ts';
import { getSender } from './sender.ts';
import { subjectOf } from './subject.ts';
import { uuidV7 } from './uuid.ts';
import { type AnswerPayload, editionKey, type WaitingAnswer } from './waiting-answer.ts';

/** What a visitor says about a release. */
export type AnswerContent = Omit<FeedAnswer, 'id' | 'revision'>;

/** Takes answers for good: what was given is written down before it is sent. */
export interface AnswerQueue {
  /** `later` hears, once, what became of an answer that had to wait. */
  submit(
    release: string,
    survey: { id: string },
    content: AnswerContent,
    feedTicket: FeedTicket,
    onSettled?: (outcome: FinalOutcome) => void,
  ): Promise<SubmitOutcome>;
}

/** The feed in which the question stood, and when it was read. */
export interface FeedTicket {
  readonly ticket: string;
  readonly loadedAt?: string;
}

/** `sent`: the server has it. `refused`: it will never take it. */
export type FinalOutcome = 'sent' | 'refused';
/** `waiting`: it is kept here and will be sent. */
export type SubmitOutcome = FinalOutcome | 'waiting';

/** Where the panel hands its answers in. */
export function createAnswerQueue(shell: Shell, now = Date.now): AnswerQueue {
  const { store, deliver, outcomes, listeners } = getSender(shell, now);
  return {
    async submit(release, { id: survey }, content, { ticket, loadedAt = '' }, onSettled) {
      shell.visitor.activate();
      const answer = createWaitingAnswer(shell, { release, survey, ticket, ...content }, now());
      const { key, letter } = answer;
      await store.put(answer);
      // What it replaces need not be sent; where that is under way, the server keeps both in order.
      await store.remove(editionKey(letter.id, letter.revision - 1));
      // Sent sooner it would be refused, and the host's console would show an error.
      const tooEarlyMs = minAnswerDelayMs - (now() - Date.parse(loadedAt));
      if (tooEarlyMs > 0) await pause(Math.min(tooEarlyMs, minAnswerDelayMs), shell.stopped);
      await deliver();
      // Nobody who was merely quick should read that their answer waits for a connection.
      if (outcomes.get(key) === 'early') await pause(minAnswerDelayMs, shell.stopped).then(deliver);
      if (outcomes.get(key) === 'refused') return 'refused';
      // Another tab may have sent it, or given a newer one in its place.
      const waiting = await store.all();
      if (!waiting.some((one) => one.key === key)) return 'sent';
      if (onSettled) listeners.set(key, onSettled);
      return 'waiting';
    },
  };
}

type AnswerTarget = Pick<AnswerPayload, 'survey' | 'ticket'> & { release: string };

/** Remembers it too: the next change of mind is the next revision of the same id. */
function createWaitingAnswer(
  shell: Shell,
  { release, ...fields }: AnswerContent & AnswerTarget,
  nowMs: number,
): WaitingAnswer {
  const { visitor } = shell;
  const { survey, ticket, ...content } = fields;
  const previous = visitor.answerTo(release);
  const id = previous?.id ?? uuidV7(nowMs);
  const revision = (previous?.revision ?? 0) + 1;
  visitor.saveAnswer(release, { id, revision, ...content });
  const { token } = visitor.identity;
  return {
    key: editionKey(id, revision),
    sub: token && subjectOf(token),
    letter: {
      ...(!token && visitor.credentials()),
      ...{ id, revision, release, survey, ticket, ...content },
      ...requestContext(shell),
      createdAt: new Date(nowMs).toISOString(),
    },
  };
}

function requestContext({ visitor, settings }: Shell) {
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
