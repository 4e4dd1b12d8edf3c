import { momentOf, tomorrowAt } from './calendar.ts';
import type { Publishing } from './events.ts';
import { type Entry, type Moment, timetable, upcoming } from './timetable.ts';

const weekBefore = (day: Moment['day'], time: string): Moment => ({ week: 1, day, time });

/** All that the publisher has done by `now`, in no order. */
export function planPublishing(now: Date): Publishing[] {
  return [...timetable.flatMap((entry) => lifeOf(entry, now)), ...planUpcoming(now)];
}

function lifeOf({ version, draft, publish, retitled, rolledBack }: Entry, now: Date): Publishing[] {
  const at = (moment: Moment) => ({ at: momentOf(moment, now), version });
  return [
    { ...at(draft), kind: 'draft' },
    { ...at(publish), kind: 'publish' },
    ...(retitled ? [{ ...at(retitled), kind: 'retitle', title: retitled.title } as const] : []),
    ...(rolledBack
      ? [{ ...at(rolledBack), kind: 'roll_back', reason: rolledBack.reason } as const]
      : []),
  ];
}

function planUpcoming(now: Date): Publishing[] {
  const { scheduled, draft } = upcoming;
  const at = (time: string) => momentOf(weekBefore(5, time), now);
  return [
    { at: at('10:15'), version: scheduled, kind: 'draft' },
    { at: at('11:40'), version: scheduled, kind: 'schedule', publishAt: tomorrowAt(9, now) },
    { at: at('15:05'), version: draft, kind: 'draft' },
  ];
}

/** From when to when a release could be seen. */
export interface Season extends Entry {
  from: Date;
  to: Date;
}

/** The seasons of all releases that have gone live, oldest first; one that is still out ends now. */
export function seasonsOf(now: Date): Season[] {
  return timetable.map((entry) => ({
    ...entry,
    from: momentOf(entry.publish, now),
    to: entry.rolledBack ? momentOf(entry.rolledBack, now) : now,
  }));
}

/** The version that Harbour runs at a moment: the newest that is out. */
export function ranAt(seasons: readonly Season[], at: Date): string {
  const out = seasons.filter(({ from, to, rolledBack }) => from <= at && (!rolledBack || at < to));
  return out.at(-1)?.version ?? '';
}
