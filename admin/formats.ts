/**
 * The locale of all figures and times. English, like the pages, with the day before the month, so
 * that the two cannot be confused.
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

/** `1.2k`, for narrow places. Put the full number in a title. */
export function formatCompactNumber(count: number): string {
  return compactFormat.format(count);
}

/** `124 answers`, `1 answer`. */
export function formatCount(count: number, one: string, many = `${one}s`): string {
  return `${formatNumber(count)} ${count === 1 ? one : many}`;
}

/** A fraction as a whole percentage: `82%`. */
export function formatPercent(fraction: number): string {
  return `${Math.round(fraction * 100)}%`;
}

/** A percentage with a decimal below 10: of many visitors, `1.3%` differs from `1%`. */
export function formatPrecisePercent(fraction: number): string {
  const percentage = fraction * 100;
  return `${percentage < 10 ? Number(percentage.toFixed(1)) : Math.round(percentage)}%`;
}

/** Both ends of an interval: `74–88%`. */
export function formatPercentRange({ low, high }: { low: number; high: number }): string {
  return `${Math.round(low * 100)}–${formatPercent(high)}`;
}

/** A calendar date, which has no zone: `18 Sept 2026`. */
export function formatDate(date: string): string {
  return mediumDateFormat.format(new Date(`${date}T00:00:00Z`));
}

/** A calendar date with the full month, as in the widget: `18 September 2026`. */
export function formatLongDate(date: string): string {
  return longDateFormat.format(new Date(`${date}T00:00:00Z`));
}

/** A calendar date without its year, for narrow places: `18 Sept`. */
export function formatShortDate(date: string): string {
  return shortDateFormat.format(new Date(`${date}T00:00:00Z`));
}

/** An instant in the reader's time zone: `18 Sept 2026, 09:00`. */
export function formatDateTime(at: string): string {
  return dateTimeFormat.format(new Date(at));
}

/** The day of an instant in the reader's time zone: `Friday, 18 September 2026`. */
export function formatFullDay(at: string): string {
  return fullDateFormat.format(new Date(at));
}

/** The time of an instant in the reader's time zone: `09:00`. */
export function formatTime(at: Date): string {
  return timeFormat.format(at);
}

/**
 * An instant relative to now: `2 hours ago`, `tomorrow`, `in 3 weeks`. Rounded to the nearest unit,
 * so that something just created to last 7 days does not end in 6.
 */
export function formatRelativeTime(at: string, nowMs: number): string {
  const seconds = (Date.parse(at) - nowMs) / 1000;
  const [unit, size] = units.find(([, size]) => Math.abs(seconds) >= size) ?? ['second', 1];
  return unit === 'second'
    ? 'just now'
    : relativeTimeFormat.format(Math.sign(seconds) * Math.round(Math.abs(seconds) / size), unit);
}
