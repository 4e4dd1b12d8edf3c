import { momentOf, tomorrowAt } from './calendar.ts';
import type { PublisherEvent } from './events.ts';
import { type Moment, type TimetableEntry, timetable, upcoming } from './timetable.ts';

const weekBefore = (day: Moment['day'], time: string): Moment => ({ week: 1, day, time });

/** Returns all that the publisher has done by `now`, in no particular order. */
export function planPublishing(now: Date): PublisherEvent[] {
  return [...timetable.flatMap((entry) => eventsOf(entry, now)), ...planUpcoming(now)];
}

function eventsOf(
  { version, draft, publish, retitle, rollback }: TimetableEntry,
  now: Date,
): PublisherEvent[] {
  const at = (moment: Moment) => ({ at: momentOf(moment, now), version });
  return [
    { ...at(draft), kind: 'draft' },
    { ...at(publish), kind: 'publish' },
    ...(retitle ? [{ ...at(retitle), kind: 'retitle', title: retitle.title } as const] : []),
    ...(rollback ? [{ ...at(rollback), kind: 'roll_back', reason: rollback.reason } as const] : []),
  ];
}

function planUpcoming(now: Date): PublisherEvent[] {
  const { scheduled, draft } = upcoming;
  const at = (time: string) => momentOf(weekBefore(5, time), now);
  return [
    { at: at('10:15'), version: scheduled, kind: 'draft' },
    { at: at('11:40'), version: scheduled, kind: 'schedule', publishAt: tomorrowAt(9, now) },
    { at: at('15:05'), version: draft, kind: 'draft' },
  ];
}

/** The period in which a release could be seen. */
export interface ReleasePeriod extends TimetableEntry {
  from: Date;
  to: Date;
}

/**
 * Returns the periods of all releases that have gone live, oldest first. The period of a release
 * that is still live ends at `now`.
 */
export function listReleasePeriods(now: Date): ReleasePeriod[] {
  return timetable.map((entry) => ({
    ...entry,
    from: momentOf(entry.publish, now),
    to: entry.rollback ? momentOf(entry.rollback, now) : now,
  }));
}

/** Returns the version that Harbour runs at a time: the newest that is live. */
export function versionAt(periods: readonly ReleasePeriod[], at: Date): string {
  const available = periods.filter(
    ({ from, to, rollback }) => from <= at && (!rollback || at < to),
  );
  return available.at(-1)?.version ?? '';
}
