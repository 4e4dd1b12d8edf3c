import type { Shell } from '../shell/shell.ts';
import { type SendOutcome, sendOutcomeOf } from './send-outcome.ts';
import type { AnswerStore } from './store.ts';
import { credentialsFor, type WaitingAnswer } from './waiting-answer.ts';

/** Sends an answer to the server, and removes it from the store once it is settled. */
export interface AnswerTransport {
  /** Never rejects; undefined without a reply. With `keepalive` the request outlives the page. */
  sendAnswer(answer: WaitingAnswer, keepalive: boolean): Promise<SendOutcome | undefined>;
  /** How long nothing may be sent, as after a `Retry-After`; 0 or less for no pause. */
  pauseMs(): number;
}

/** Slightly more than the server requires between a question and its answer. */
export const minAnswerDelayMs = 1100;

/** How long to keep an answer that the project's settings bar: as long as a ticket is valid. */
const maxWaitMs = 31 * 24 * 60 * 60 * 1000;

/** `now` is the device's clock, which may be years off: only differences between times are used. */
export function createAnswerTransport(
  { visitor, client }: Shell,
  store: AnswerStore,
  now: () => number,
): AnswerTransport {
  let rejectedToken: string | undefined;
  let renewedKey: string | undefined;
  // In the page's own clock, which cannot be set: with the device's clock, setting it back a year
  // would add a year to the pause.
  let pausedUntilMs = 0;

  /** Stores the answer with the ticket of a new feed, unless its ticket was already renewed. */
  async function renewTicket(answer: WaitingAnswer, credentials: object): Promise<SendOutcome> {
    const { key, letter } = answer;
    if (key === renewedKey) return 'waiting';
    const { visitor: id } = letter;
    const reply = await client.post('/v1/feed', { want: 'badge', visitor: id, ...credentials });
    const { ticket } = (reply?.body ?? {}) as { ticket?: string };
    if (!ticket) return 'waiting';
    renewedKey = key;
    pausedUntilMs = performance.now() + minAnswerDelayMs;
    await store.put({ ...answer, letter: { ...letter, ticket } });
    return 'early';
  }

  return {
    async sendAnswer(answer, keepalive) {
      const credentials = credentialsFor(answer, visitor.identity);
      if (!credentials || (credentials.token && credentials.token === rejectedToken))
        return 'waiting';
      const payload = { ...answer.letter, ...credentials, sentAt: new Date(now()).toISOString() };
      const reply = await client.post('/v1/responses', payload, { keepalive });
      if (!reply) return undefined;
      const { status, retryAfterSeconds = 0 } = reply;
      pausedUntilMs = performance.now() + retryAfterSeconds * 1000;
      if (status === 401) rejectedToken = credentials.token;
      const outcome = sendOutcomeOf(reply);
      if (outcome === 'stale') return keepalive ? 'waiting' : renewTicket(answer, credentials);
      const isExpired = outcome === 'barred' && now() - Date.parse(payload.createdAt) > maxWaitMs;
      if (isExpired || /sent|refused/.test(outcome)) await store.remove(answer.key);
      return isExpired ? 'refused' : outcome;
    },
    pauseMs: () => pausedUntilMs - performance.now(),
  };
}
