import type { Feed, FeedRelease } from '../../../contract/feed.ts';

/**
 * The releases of several pages in their order, each once: one that was published between two
 * requests pushes another from the end of a page to the start of the next.
 */
export function mergePages(pages: readonly Feed[]): FeedRelease[] {
  const byId = new Map<string, FeedRelease>();
  for (const release of pages.flatMap(({ releases }) => releases)) {
    if (!byId.has(release.id)) byId.set(release.id, release);
  }
  return [...byId.values()];
}

/**
 * By id or version, as it is or as it stands in an address; a leading `v` does not matter, as people
 * write both.
 */
export function findRelease(
  releases: readonly FeedRelease[],
  idOrVersion: string,
): FeedRelease | undefined {
  const withoutPrefix = (version: string) => version.replace(/^v/i, '');
  return (
    releases.find(({ id, version }) => [id, version].includes(idOrVersion)) ??
    releases.find(({ version }) =>
      [version, encodeURIComponent(version)]
        .map(withoutPrefix)
        .includes(withoutPrefix(idOrVersion)),
    )
  );
}

/**
 * Whether it came after the panel was last open. To those who never opened it, nothing is marked.
 */
export function isUnseen({ publishedAt }: FeedRelease, seenAt: string | undefined): boolean {
  return seenAt !== undefined && publishedAt > seenAt;
}
