import type { HttpReply } from '../loader/client.ts';

/**
 * The outcome of one attempt to send an answer. Final: `sent`, or `refused` for good. To be sent
 * again: soon if the answer was too `early`, with a new ticket if its own is `stale`, and for a
 * month if the project's settings have `barred` it, because an owner may correct them.
 */
export type SendOutcome = 'sent' | 'refused' | 'early' | 'stale' | 'barred' | 'waiting';

/** No valid token, too slow, too many requests: another attempt may succeed. */
const retryableStatuses = [401, 408, 429];
/** The answer itself is wrong. */
const finalStatuses = [409, 422];

/**
 * Returns what a reply means for the answer that was sent. Only our own server's reply is final: a
 * proxy's error page, or the 200 of a captive portal, has neither the `id` of a stored answer nor
 * the `code` of an error.
 */
export function sendOutcomeOf({ status, body }: HttpReply): SendOutcome {
  const { id, code } = (body ?? {}) as { id?: string; code?: string };
  if (status < 300 && id) return 'sent';
  if (status >= 500 || !code || retryableStatuses.includes(status)) return 'waiting';
  if (status === 425) return code === 'ticket_unknown' ? 'stale' : 'early';
  return finalStatuses.includes(status) && code !== 'survey_unknown' ? 'refused' : 'barred';
}
