import type { FeedRelease } from '../../contract/feed.ts';
import type { Release } from '../../contract/releases.ts';
import { formatLongDate } from '../formats.ts';

type PreviewFields = Pick<Release, 'version' | 'title' | 'displayDate' | 'major' | 'pinned'>;
type PublicationTimes = Pick<Release, 'publishAt' | 'publishedAt'>;

/**
 * The date that visitors read, by the server's rule: the chosen date, otherwise the day of
 * publication (UTC), which for a draft is `today`. Null for a published release without a date,
 * such as undated history.
 */
export function publicDate(
  displayDate: string | null,
  publication: PublicationTimes | undefined,
  today: string,
): string | null {
  if (displayDate || publication?.publishedAt) return displayDate;
  return publication?.publishAt?.slice(0, 10) ?? today;
}

/** A release as a feed would contain it, with notes that the server has rendered. */
export function previewRelease(fields: PreviewFields, notes: FeedRelease['notes']): FeedRelease {
  const { version, title, displayDate, major, pinned } = fields;
  const displayDateText = displayDate && formatLongDate(displayDate);
  const publishedAt = `${displayDate ?? '1970-01-01'}T00:00:00.000Z`;
  const date = { displayDate, displayDateText, publishedAt };
  return { id: 'preview', version, title, ...date, major, pinned, notes };
}

/** Today's date in UTC, which the server uses for dates. */
export function todayUtc(): string {
  return new Date().toISOString().slice(0, 10);
}
