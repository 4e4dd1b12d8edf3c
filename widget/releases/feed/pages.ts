import type { Feed, FeedRelease } from '../../../contract/feed.ts';

/**
 * Returns the releases of several pages in order, each once: a release published between two
 * requests pushes another from the end of one page to the start of the next.
 */
export function mergePages(pages: readonly Feed[]): FeedRelease[] {
  const byId = new Map<string, FeedRelease>();
  for (const release of pages.flatMap(({ releases }) => releases)) {
    if (!byId.has(release.id)) byId.set(release.id, release);
  }
  return [...byId.values()];
}

/**
 * Finds a release by id or version, plain or URL-encoded. A leading `v` is ignored, because people
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
 * Whether a release is newer than all that the panel has shown. False if it was never open.
 */
export function isUnseen({ publishedAt }: FeedRelease, seenAt: string | undefined): boolean {
  return seenAt !== undefined && publishedAt > seenAt;
}
