import type { FeedRelease } from '../../contract/feed.ts';
import type { Survey } from '../../contract/surveys.ts';
import type { SortableRelease } from '../releases/order.ts';
import type { VisibleRelease } from '../releases/visible.ts';

/** A release's JSON, without the date's text after `head` and the visitor's answer after `tail`. */
export interface FeedEntry extends SortableRelease {
  /** Up to and including `"displayDateText":`. */
  head: string;
  /** From the comma after the date's text, without the closing brace. */
  tail: string;
  surveyId: string | null;
}

/** Serialises a release and its survey once for all readers. */
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
