import type { Shell } from '../shell/shell.ts';
import type { Store } from './store.ts';
import { type Verdict, verdictOf } from './verdict.ts';
import { callerOf, type WaitingAnswer } from './waiting-answer.ts';

/** Sends one answer at a time to the server, and removes it from the store once it is settled. */
export interface AnswerTransport {
  /** Never rejects; undefined where nobody replied. `keepalive` lets it outlive the page. */
  sendAnswer(answer: WaitingAnswer, keepalive: boolean): Promise<Verdict | undefined>;
  /** For how long the server asked to be left alone; not positive where it did not. */
  pauseMs(): number;
}

/** Longer than the server requires between a question and its answer. */
export const momentMs = 1100;

/** How long an answer waits for settings that keep it out: as long as a ticket is valid. */
const longestMs = 31 * 24 * 60 * 60 * 1000;

/** `now` is the device's clock, which may be years off: only the distance of two times counts. */
export function createAnswerTransport(
  { visitor, client }: Shell,
  store: Store,
  now: () => number,
): AnswerTransport {
  let refusedToken: string | undefined;
  let renewedKey: string | undefined;
  // By the page's own clock, which nobody sets: a device put back a year would wait a year.
  let pausedUntilMs = 0;

  /** Gives the answer the ticket of a new feed, unless its last one came from there too. */
  async function renew(answer: WaitingAnswer, caller: object): Promise<Verdict> {
    const { key, letter } = answer;
    if (key === renewedKey) return 'waiting';
    const { visitor: id } = letter;
    const reply = await client.post('/v1/feed', { want: 'badge', visitor: id, ...caller });
    const { ticket } = (reply?.body ?? {}) as { ticket?: string };
    if (!ticket) return 'waiting';
    renewedKey = key;
    pausedUntilMs = performance.now() + momentMs;
    await store.put({ ...answer, letter: { ...letter, ticket } });
    return 'early';
  }

  return {
    async sendAnswer(answer, keepalive) {
      const caller = callerOf(answer, visitor.identity);
      if (!caller || (caller.token && caller.token === refusedToken)) return 'waiting';
      const letter = { ...answer.letter, ...caller, sentAt: new Date(now()).toISOString() };
      const reply = await client.post('/v1/responses', letter, { keepalive });
      if (!reply) return undefined;
      const { status, retryAfterSeconds = 0 } = reply;
      pausedUntilMs = performance.now() + retryAfterSeconds * 1000;
      if (status === 401) refusedToken = caller.token;
      const verdict = verdictOf(reply);
      if (verdict === 'stale') return keepalive ? 'waiting' : renew(answer, caller);
      const isOver = verdict === 'barred' && now() - Date.parse(letter.createdAt) > longestMs;
      if (isOver || /sent|refused/.test(verdict)) await store.remove(answer.key);
      return isOver ? 'refused' : verdict;
    },
    pauseMs: () => pausedUntilMs - performance.now(),
  };
}
