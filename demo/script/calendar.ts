import type { SeededRandom } from './seeded-random.ts';
import type { Moment } from './timetable.ts';

/** A minute. */
export const minuteMs = 60_000;
/** An hour. */
export const hourMs = 60 * minuteMs;
/** A day of 24 hours: UTC has no other. */
export const dayMs = 24 * hourMs;

/** The instant of a moment of the timetable, seen from `now`. */
export function momentOf({ week, day: weekday, time }: Moment, now: Date): Date {
  const ms = startOfWeek(now).getTime() - week * 7 * dayMs + (weekday - 1) * dayMs;
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  return new Date(ms + hours * hourMs + minutes * minuteMs);
}

/** Tomorrow at this full hour (UTC): ahead by at least that many hours. */
export function tomorrowAt(hours: number, now: Date): Date {
  return new Date(startOfDay(now.getTime()) + dayMs + hours * hourMs);
}

/**
 * When somebody whose clock is `utcHours` ahead comes by who would have come at `ms`: at work, mostly,
 * which is busiest around noon; few at night, and few on a weekend. Never before `notBeforeMs`.
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
  // Two draws added lie around their middle: half past one.
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
