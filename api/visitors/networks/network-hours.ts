const hourMs = 60 * 60 * 1000;
const hourChars = 'YYYY-MM-DDTHH'.length;

/** Returns the UTC clock hour of an instant, as network counts are kept: `2026-06-01T12`. */
export function hourOf(at: string): string {
  return at.slice(0, hourChars);
}

/** Returns the last 24 clock hours, the current one included, oldest first: at most two days. */
export function last24Hours(at: string): string[] {
  return Array.from({ length: 24 }, (_, n) => hourBefore(at, 23 - n));
}

/** Returns the clock hour that is `hours` before an instant. */
export function hourBefore(at: string, hours: number): string {
  return hourOf(new Date(Date.parse(at) - hours * hourMs).toISOString());
}

/** Returns the UTC day that is `days` before an instant; 0 is the instant's own day. */
export function dayBefore(at: string, days: number): string {
  return hourBefore(at, 24 * days).slice(0, 'YYYY-MM-DD'.length);
}
