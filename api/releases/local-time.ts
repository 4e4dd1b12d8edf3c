import { invalidField } from '../errors.ts';

/** A named zone, not an offset: an offset does not say when daylight saving time applies. */
const zoneName = /^[A-Za-z][\w+-]*(?:\/[\w+-]+)*$/;

/** Instants are compared as text, so a year of five digits would sort wrongly. */
const endOfTime = Date.parse('9999-12-31T23:59:59.999Z');

/**
 * Returns the instant at which a zone's clocks show a local time such as `2026-03-29T09:00`, the
 * earlier one if they show it twice. Throws `time_invalid` if they skip it, if it does not exist or
 * is after the year 9999, and if the zone is unknown (IANA names).
 */
export async function toInstant({ at, zone }: { at: string; zone: string }): Promise<Date> {
  // Loaded on demand: 50 kB that only this function needs.
  const { Temporal } = await import('temporal-polyfill');
  const local = attempt(() => Temporal.PlainDateTime.from(at));
  if (!local)
    throw invalidField('time_invalid', '/at', 'This date or time does not exist. Choose another.');
  const zoned = zoneName.test(zone) && attempt(() => local.toZonedDateTime(zone));
  if (!zoned)
    throw invalidField(
      'time_invalid',
      '/zone',
      `"${zone}" is not a time zone. Use a name such as Europe/Berlin.`,
    );
  const earlier = local.toZonedDateTime(zone, { disambiguation: 'earlier' });
  if (!earlier.toPlainDateTime().equals(local)) {
    throw invalidField('time_invalid', '/at', `Clocks in ${zone} skip this time. Choose another.`);
  }
  if (earlier.epochMilliseconds > endOfTime) {
    throw invalidField(
      'time_invalid',
      '/at',
      'This time is too far ahead. Choose one before the year 10000.',
    );
  }
  return new Date(earlier.epochMilliseconds);
}

function attempt<Result>(make: () => Result): Result | undefined {
  try {
    return make();
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}
