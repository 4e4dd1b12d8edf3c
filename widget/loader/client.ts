import { setTimer } from './lifecycle.ts';
import { tag } from './tag.ts';

/** A reply of our server; `body` is its JSON, undefined where it has none. */
export interface HttpReply {
  status: number;
  body: unknown;
  /** From `Retry-After`: how long to wait before the next try. */
  retryAfterSeconds: number | undefined;
}

/**
 * Asks our server, never throws and never rejects. After five failures in a row (no reply, or a 5xx)
 * it asks nothing for five minutes.
 */
export interface Client {
  /**
   * Adds the project to `body` and posts it as text/plain, so that browsers ask nothing first.
   * Undefined where there was no reply, or no call was made. `keepalive` lets it outlive the page.
   */
  post(
    path: string,
    body: object,
    options?: { keepalive?: boolean },
  ): Promise<HttpReply | undefined>;
}

const maxFailures = 5;
/** How long nothing is asked of a server that does not answer. */
export const cooldownMs = 300_000;
let failures = 0;

/** What a client's `post` is made of: no preflight, and a rest after five failures. */
export async function post(
  path: string,
  body: object,
  options?: RequestInit,
): Promise<Response | undefined> {
  if (failures >= maxFailures) return undefined;
  const reply = await fetch(tag.server + path, {
    method: 'POST',
    body: JSON.stringify({ project: tag.project, ...body }),
    ...options,
  }).catch(() => undefined);
  // Being offline is not the server's failure, and must not delay the first call after it.
  failures = reply && reply.status < 500 ? 0 : failures + +navigator.onLine;
  if (failures >= maxFailures) setTimer(resetFailures, cooldownMs);
  return reply;
}

/** What failed may be tried again: the five minutes are over, or the server was heard. */
export function resetFailures(): void {
  failures = 0;
}
