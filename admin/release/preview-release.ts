import type { FeedRelease } from '../../contract/feed.ts';
import type { Release } from '../../contract/releases.ts';
import { formatLongDate } from '../formats.ts';

type PreviewFields = Pick<Release, 'version' | 'title' | 'displayDate' | 'major' | 'pinned'>;
type PublicationTimes = Pick<Release, 'publishAt' | 'publishedAt'>;

/**
 * The date that visitors read, by the server's rule: the one that was chosen, else the day of publication
 * (UTC), which for a draft is `today`. Null for what is out without one, as undated history is.
 */
export function publicDate(
  displayDate: string | null,
  publication: PublicationTimes | undefined,
  today: string,
): string | null {
  if (displayDate || publication?.publishedAt) return displayDate;
  return publication?.publishAt?.slice(0, 10) ?? today;
}

/** A release as a feed would have it, with its notes as the server made them. */
export function previewRelease(fields: PreviewFields, notes: FeedRelease['notes']): FeedRelease {
  const { version, title, displayDate, major, pinned } = fields;
  const displayDateText = displayDate && formatLongDate(displayDate);
  const publishedAt = `${displayDate ?? '1970-01-01'}T00:00:00.000Z`;
  const date = { displayDate, displayDateText, publishedAt };
  return { id: 'preview', version, title, ...date, major, pinned, notes };
}

/** Today by the clock that the server dates by. */
export function todayUtc(): string {
  return new Date().toISOString().slice(0, 10);
}
