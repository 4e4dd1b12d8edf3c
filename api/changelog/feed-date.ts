import type { VisibleRelease } from '../releases/visible.ts';

/**
 * Returns the instant that a feed shows for a release: its publication, or midnight (UTC) of its
 * display date if that is an earlier day, so that history imported today is not today's news. A
 * display date in the future does not count: readers would hide the release until then.
 */
export function feedDate({
  displayDate,
  publishedAt,
}: Pick<VisibleRelease, 'displayDate' | 'publishedAt'>): string {
  if (displayDate === null || displayDate >= publishedAt.slice(0, 10)) return publishedAt;
  return `${displayDate}T00:00:00.000Z`;
}
