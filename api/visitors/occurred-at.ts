const maxDelayMs = 30 * 24 * 60 * 60 * 1000;

/**
 * When something happened by our clock: receivedAt − clamp(sentAt − createdAt, 0, 30 d), to the
 * millisecond (docs/promises.md, R9). The client's clock only tells how long it waited to send; a clock
 * that is years off moves nothing.
 */
export function occurredAt(receivedAt: Date, createdAt: string, sentAt: string): Date {
  const waitedMs = Date.parse(sentAt) - Date.parse(createdAt);
  return new Date(receivedAt.getTime() - Math.min(Math.max(waitedMs, 0), maxDelayMs));
}

/** The same without `sentAt`: the client's own time where it can be true, else when we heard of it. */
export function plausibleTime(receivedAt: Date, at: string): Date {
  const agoMs = receivedAt.getTime() - Date.parse(at);
  return agoMs >= 0 && agoMs <= maxDelayMs ? new Date(at) : receivedAt;
}

/** The UTC date of an instant: what day a tally counts it for. */
export function dayOf(instant: string): string {
  return instant.slice(0, 10);
}
