import type { FeedRelease } from '../../contract/feed.ts';
import type { Survey } from '../../contract/surveys.ts';
import type { SortableRelease } from '../releases/order.ts';
import type { VisibleRelease } from '../releases/visible.ts';

/** A release ready to be sent: its JSON, open where the date's words and the visitor's own go. */
export interface FeedEntry extends SortableRelease {
  /** Up to and with `"displayDateText":`. */
  head: string;
  /** From the comma after it to before the closing brace. */
  tail: string;
  surveyId: string | null;
}

/** Serialises a release once for all who read it, with the survey that it carries. */
export function compileFeedEntry(release: VisibleRelease, survey: Survey | undefined): FeedEntry {
  const { id, version, title, displayDate, publishedAt, major, pinned, position } = release;
  const notes = release.notes.map(({ id, kind, title, html }) => ({ id, kind, title, html }));
  const first: Partial<FeedRelease> = { id, version, title, displayDate };
  const rest: Partial<FeedRelease> = {
    publishedAt,
    major,
    pinned,
    notes,
    ...(survey && { survey }),
  };
  return {
    id,
    displayDate,
    pinned,
    position,
    surveyId: survey?.id ?? null,
    head: `${JSON.stringify(first).slice(0, -1)},"displayDateText":`,
    tail: `,${JSON.stringify(rest).slice(1, -1)}`,
  };
}
