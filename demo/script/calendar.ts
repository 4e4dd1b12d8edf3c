import type { SeededRandom } from './seeded-random.ts';
import type { Moment } from './timetable.ts';

/** One minute in milliseconds. */
export const minuteMs = 60_000;
/** One hour in milliseconds. */
export const hourMs = 60 * minuteMs;
/** One day in milliseconds: 24 hours, as every day in UTC. */
export const dayMs = 24 * hourMs;

/** Returns the instant of a moment in the timetable, relative to `now`. */
export function momentOf({ week, day: weekday, time }: Moment, now: Date): Date {
  const ms = startOfWeek(now).getTime() - week * 7 * dayMs + (weekday - 1) * dayMs;
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  return new Date(ms + hours * hourMs + minutes * minuteMs);
}

/** Returns tomorrow at this full hour (UTC), which is at least that many hours ahead. */
export function tomorrowAt(hours: number, now: Date): Date {
  return new Date(startOfDay(now.getTime()) + dayMs + hours * hourMs);
}

/**
 * Moves a visit at `ms` to the working hours of a visitor whose clock is `utcHours` ahead: most
 * visits come around noon, few at night and few on weekends. Never before `notBeforeMs`.
 */
export function workingTime(
  ms: number,
  { utcHours, notBeforeMs }: { utcHours: number; notBeforeMs: number },
  random: SeededRandom,
): number {
  if (random.chance(0.04)) return ms;
  const local = startOfDay(ms + utcHours * hourMs);
  const weekday = new Date(local).getUTCDay();
  const isWeekend = weekday === 0 || weekday === 6;
  const weekendShiftMs = isWeekend && random.chance(0.75) ? (weekday === 6 ? 2 : 1) * dayMs : 0;
  // The sum of two draws is most likely near its middle: half past one.
  const time = 8 * hourMs + (random.next() + random.next()) * 5.5 * hourMs;
  const atWork = local + weekendShiftMs + time - utcHours * hourMs;
  return atWork < notBeforeMs ? notBeforeMs + random.between(2, 150) * minuteMs : atWork;
}

function startOfDay(ms: number): number {
  return ms - (ms % dayMs);
}

function startOfWeek(now: Date): Date {
  const sinceMonday = (now.getUTCDay() + 6) % 7;
  return new Date(startOfDay(now.getTime()) - sinceMonday * dayMs);
}
