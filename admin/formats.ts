/**
 * How figures and times are written, the same on every page: in English, as the pages are, with the
 * day before the month so that nobody takes one for the other.
 */
const language = 'en-GB';

const numberFormat = new Intl.NumberFormat(language);
const compactFormat = new Intl.NumberFormat(language, {
  notation: 'compact',
  maximumFractionDigits: 1,
});
const mediumDateFormat = new Intl.DateTimeFormat(language, {
  dateStyle: 'medium',
  timeZone: 'UTC',
});
const longDateFormat = new Intl.DateTimeFormat(language, { dateStyle: 'long', timeZone: 'UTC' });
const shortDateFormat = new Intl.DateTimeFormat(language, {
  day: 'numeric',
  month: 'short',
  timeZone: 'UTC',
});
const dateTimeFormat = new Intl.DateTimeFormat(language, {
  dateStyle: 'medium',
  timeStyle: 'short',
});
const fullDateFormat = new Intl.DateTimeFormat(language, { dateStyle: 'full' });
const timeFormat = new Intl.DateTimeFormat(language, { timeStyle: 'short' });
const relativeTimeFormat = new Intl.RelativeTimeFormat(language, { numeric: 'auto' });

const units: [unit: Intl.RelativeTimeFormatUnit, seconds: number][] = [
  ['year', 31_557_600],
  ['month', 2_629_800],
  ['week', 604_800],
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
];

/** `1,204`. */
export function formatNumber(count: number): string {
  return numberFormat.format(count);
}

/** `1.2k`, where there is little room; the full number belongs into a title beside it. */
export function formatCompactNumber(count: number): string {
  return compactFormat.format(count);
}

/** `124 answers`, `1 answer`. */
export function formatCount(count: number, one: string, many = `${one}s`): string {
  return `${formatNumber(count)} ${count === 1 ? one : many}`;
}

/** A fraction as a whole percentage: `82 %`, with a space that does not break. */
export function formatPercent(fraction: number): string {
  return `${Math.round(fraction * 100)}\u00a0%`;
}

/** The same with a decimal where it is small: `1.3 %` of many visitors is no `1 %`. */
export function formatPrecisePercent(fraction: number): string {
  const percentage = fraction * 100;
  return `${percentage < 10 ? Number(percentage.toFixed(1)) : Math.round(percentage)}\u00a0%`;
}

/** Both ends of an interval: `74–88 %`. */
export function formatPercentRange({ low, high }: { low: number; high: number }): string {
  return `${Math.round(low * 100)}–${formatPercent(high)}`;
}

/** A calendar date, which has no zone: `18 Sept 2026`. */
export function formatDate(date: string): string {
  return mediumDateFormat.format(new Date(`${date}T00:00:00Z`));
}

/** The same in whole words, as the widget writes it: `18 September 2026`. */
export function formatLongDate(date: string): string {
  return longDateFormat.format(new Date(`${date}T00:00:00Z`));
}

/** The same where there is little room and the year is known: `18 Sept`. */
export function formatShortDate(date: string): string {
  return shortDateFormat.format(new Date(`${date}T00:00:00Z`));
}

/** An instant where the reader is: `18 Sept 2026, 09:00`. */
export function formatDateTime(at: string): string {
  return dateTimeFormat.format(new Date(at));
}

/** The day of an instant where the reader is: `Friday, 18 September 2026`. */
export function formatFullDay(at: string): string {
  return fullDateFormat.format(new Date(at));
}

/** Only the time of it. */
export function formatTime(at: Date): string {
  return timeFormat.format(at);
}

/**
 * How long before or after now, as people say it: `2 hours ago`, `tomorrow`, `in 3 weeks`. Rounded to the
 * nearest: what was made just now for 7 days is not over in 6.
 */
export function formatRelativeTime(at: string, nowMs: number): string {
  const seconds = (Date.parse(at) - nowMs) / 1000;
  const [unit, size] = units.find(([, size]) => Math.abs(seconds) >= size) ?? ['second', 1];
  return unit === 'second'
    ? 'just now'
    : relativeTimeFormat.format(Math.sign(seconds) * Math.round(Math.abs(seconds) / size), unit);
}
