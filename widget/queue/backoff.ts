// A file of its own: the formula is tested without a sender.

const initialCeilingMs = 1000;
const maxCeilingMs = 30 * 60 * 1000;
/** `setTimeout` counts in 31 bits and fires at once above them, so nobody may ask for a year. */
const maxPauseMs = 24 * 60 * 60 * 1000;

/**
 * How long to wait after so many failures in a row: full jitter (anything from nothing to a ceiling
 * that doubles from 1 s to 30 min), so that widgets that failed together do not return together.
 * It comes on top of what the server asked for. `random` gives numbers from 0 to below 1.
 */
export function retryDelayMs(failures: number, pauseMs: number, random = Math.random): number {
  const ceilingMs = Math.min(maxCeilingMs, initialCeilingMs * 2 ** failures);
  return Math.min(maxPauseMs, Math.max(0, pauseMs)) + random() * ceilingMs;
}
