// A file of its own: the formula is tested without a sender.

const initialCeilingMs = 1000;
const maxCeilingMs = 30 * 60 * 1000;
/** The longest pause that is accepted from a server: `setTimeout` fires at once above 31 bits. */
const maxPauseMs = 24 * 60 * 60 * 1000;

/**
 * Returns how long to wait after so many failures in a row: the pause that the server asked for,
 * plus full jitter (0 to a ceiling that doubles from 1 s to 30 min), so that widgets that failed
 * together do not return together. `random` returns numbers from 0 to below 1.
 */
export function retryDelayMs(failures: number, pauseMs: number, random = Math.random): number {
  const ceilingMs = Math.min(maxCeilingMs, initialCeilingMs * 2 ** failures);
  return Math.min(maxPauseMs, Math.max(0, pauseMs)) + random() * ceilingMs;
}
