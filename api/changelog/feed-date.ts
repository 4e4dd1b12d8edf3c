import type { VisibleRelease } from '../releases/visible.ts';

/**
 * The instant that a feed tells for a release: that of its publication, unless visitors read an earlier
 * date. Then midnight (UTC) of that day, so that history that was imported today is not today's news.
 * A date that lies ahead does not count: readers would hide the release until then.
 */
export function feedDate({
  displayDate,
  publishedAt,
}: Pick<VisibleRelease, 'displayDate' | 'publishedAt'>): string {
  if (displayDate === null || displayDate >= publishedAt.slice(0, 10)) return publishedAt;
  return `${displayDate}T00:00:00.000Z`;
}
