/** `2026-03-29T09:00`, as the clocks here show an instant: what a field of the browser takes. */
export function toLocalTime(instant: string | null): string {
  if (!instant) return '';
  const date = new Date(instant);
  return new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

/** The instant at which the clocks here show a time; null where a field is empty. */
export function toInstant(local: string): string | null {
  const date = new Date(local);
  return Number.isNaN(date.getTime()) ? null : date.toISOString();
}

/** The zone of this browser, as `Europe/Berlin`. */
export function localZone(): string {
  return new Intl.DateTimeFormat().resolvedOptions().timeZone;
}

/** The zones that a time may be in: the browser's own first, then UTC, then all by name. */
export function listZones(): string[] {
  return [...new Set([localZone(), 'UTC', ...Intl.supportedValuesOf('timeZone')])];
}
