import { setTimer } from './lifecycle.ts';
import { tag } from './tag.ts';

/** A reply from our server. `body` is its JSON, undefined if it has none. */
export interface HttpReply {
  status: number;
  body: unknown;
  /** From `Retry-After`: how long to wait before trying again. */
  retryAfterSeconds: number | undefined;
}

/**
 * Calls our server; never throws and never rejects. After five failures in a row (no reply, or a
 * 5xx) it sends nothing for five minutes.
 */
export interface Client {
  /**
   * Adds the project to `body` and posts it as text/plain, so that browsers send no preflight.
   * Returns undefined if there was no reply or nothing was sent. With `keepalive` the request
   * outlives the page.
   */
  post(
    path: string,
    body: object,
    options?: { keepalive?: boolean },
  ): Promise<HttpReply | undefined>;
}

const maxFailures = 5;
/** How long nothing is sent to a server that does not reply. */
export const cooldownMs = 300_000;
let failures = 0;

/** The request behind `Client.post`: causes no preflight, and pauses after five failures. */
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
  // Being offline is not the server's failure, and must not delay the first request afterwards.
  failures = reply && reply.status < 500 ? 0 : failures + +navigator.onLine;
  if (failures >= maxFailures) setTimer(resetFailures, cooldownMs);
  return reply;
}

/** Allows requests again: the five minutes are over, or the server has replied on its stream. */
export function resetFailures(): void {
  failures = 0;
}
