const maxDelayMs = 30 * 24 * 60 * 60 * 1000;

/**
 * Returns when something happened by our clock, to the millisecond (docs/promises.md, R9):
 * receivedAt − clamp(sentAt − createdAt, 0, 30 d). The client's clock only shows how long the
 * request waited, so a clock that is years off has no effect.
 */
export function occurredAt(receivedAt: Date, createdAt: string, sentAt: string): Date {
  const waitedMs = Date.parse(sentAt) - Date.parse(createdAt);
  return new Date(receivedAt.getTime() - Math.min(Math.max(waitedMs, 0), maxDelayMs));
}

/** Returns the client's time if it is within the last 30 days by our clock, else `receivedAt`. */
export function plausibleTime(receivedAt: Date, at: string): Date {
  const agoMs = receivedAt.getTime() - Date.parse(at);
  return agoMs >= 0 && agoMs <= maxDelayMs ? new Date(at) : receivedAt;
}

/** Returns the UTC date of an instant: the day that a tally counts it for. */
export function dayOf(instant: string): string {
  return instant.slice(0, 10);
}
