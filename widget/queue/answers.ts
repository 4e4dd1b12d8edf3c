import type { FeedAnswer } from '../../contract/feed.ts';
import type { Shell } from '../shell/shell.ts';
import { minAnswerDelayMs } from './send-answer.ts';
import { getSender } from './sender.ts';
import { subjectOf } from './subject.ts';
import { uuidV7 } from './uuid.ts';
import { type AnswerPayload, editionKey, type WaitingAnswer } from './waiting-answer.ts';

/** The content of a visitor's answer about a release. */
export type AnswerContent = Omit<FeedAnswer, 'id' | 'revision'>;

/** Accepts answers for delivery: each is stored on the device before it is sent. */
export interface AnswerQueue {
  /** `onSettled` is called once, with the final outcome of an answer that had to wait. */
  submit(
    release: string,
    survey: { id: string },
    content: AnswerContent,
    feedTicket: FeedTicket,
    onSettled?: (outcome: FinalOutcome) => void,
  ): Promise<SubmitOutcome>;
}

/** The ticket of the feed that contained the question, and when that feed was read, ISO 8601. */
export interface FeedTicket {
  readonly ticket: string;
  readonly loadedAt?: string;
}

/** `sent`: the server has the answer. `refused`: the server will never accept it. */
export type FinalOutcome = 'sent' | 'refused';
/** `waiting`: the answer is stored on the device and will be sent. */
export type SubmitOutcome = FinalOutcome | 'waiting';

/** Creates the queue to which the panel submits its answers. */
export function createAnswerQueue(shell: Shell, now = Date.now): AnswerQueue {
  const { store, deliver, outcomes, listeners } = getSender(shell, now);
  return {
    async submit(release, { id: survey }, content, { ticket, loadedAt = '' }, onSettled) {
      shell.visitor.activate();
      const answer = createWaitingAnswer(shell, { release, survey, ticket, ...content }, now());
      const { key, letter } = answer;
      await store.put(answer);
      // The previous revision need not be sent; if it is under way, the server orders both.
      await store.remove(editionKey(letter.id, letter.revision - 1));
      // Sent sooner, the answer would be refused, and the host's console would show an error.
      const tooEarlyMs = minAnswerDelayMs - (now() - Date.parse(loadedAt));
      if (tooEarlyMs > 0) await pause(Math.min(tooEarlyMs, minAnswerDelayMs), shell.stopped);
      await deliver();
      // A visitor who was merely quick must not read that the answer waits for a connection.
      if (outcomes.get(key) === 'early') await pause(minAnswerDelayMs, shell.stopped).then(deliver);
      if (outcomes.get(key) === 'refused') return 'refused';
      // Another tab may have sent this answer, or replaced it with a newer one.
      const waiting = await store.all();
      if (!waiting.some((one) => one.key === key)) return 'sent';
      if (onSettled) listeners.set(key, onSettled);
      return 'waiting';
    },
  };
}

type AnswerTarget = Pick<AnswerPayload, 'survey' | 'ticket'> & { release: string };

/** Also saves the answer, so that the visitor's next change is the next revision of the same id. */
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

/** Waits; resolves early when the widget is removed from the page, and at once after that. */
function pause(forMs: number, stopped: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (stopped.aborted) return resolve();
    const timer = setTimeout(resolve, forMs);
    stopped.addEventListener('abort', () => resolve(clearTimeout(timer)), { once: true });
  });
}
