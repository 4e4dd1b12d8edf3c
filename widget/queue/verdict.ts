import type { Reply } from '../loader/client.ts';

/** Settled (`sent`, or `refused` for good), or to be tried again: soon where it was too `early`. */
export type Verdict = 'sent' | 'refused' | 'early' | 'waiting';

/** No good token; too slow; too many. All may go well another time. */
const passing = [401, 408, 429];

/**
 * What a reply means for the answer that was sent. Only our own server's word settles one: a proxy's
 * error page, or the 200 of a captive portal, has neither the `id` of what was stored nor the `code`
 * of a refusal.
 */
export function verdictOf({ status, body }: Reply): Verdict {
  const { id, code } = (body ?? {}) as { id?: string; code?: string };
  if (status < 300 && id) return 'sent';
  if (status >= 500 || !code || passing.includes(status)) return 'waiting';
  return status === 425 ? 'early' : 'refused';
}
