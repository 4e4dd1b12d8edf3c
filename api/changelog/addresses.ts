/** The feeds of a page, by the last segment of their path. */
export const feedNames = ['rss.xml', 'atom.xml', 'feed.json'] as const;
export type FeedName = (typeof feedNames)[number];

/** Path segments that cannot be a version: the feeds, and a calendar that is planned. */
const reserved: readonly string[] = [...feedNames, 'releases.ics'];

/** The paths of a project's page, its releases and its feeds, for links on the same origin. */
export interface Addresses {
  home: string;
  /** An older page; the newest if `before` is undefined. */
  page(before: string | undefined): string;
  release(release: { id: string; version: string }): string;
  feed(name: FeedName): string;
  /** Returns the path with the server's public origin before it. */
  absolute(path: string): string;
}

/**
 * Returns the addresses below `publicUrl`. A slash at its end is dropped. Its path is kept: a proxy
 * may serve us below one.
 */
export function addressesOf(publicUrl: string, slug: string): Addresses {
  const { origin, pathname } = new URL(publicUrl);
  const home = `${pathname.replace(/\/$/, '')}/changelog/${slug}`;
  return {
    home,
    page: (before) => (before === undefined ? home : `${home}?before=${before}`),
    release: ({ id, version }) =>
      `${home}/${isSegment(version) ? encodeURIComponent(version) : id}`,
    feed: (name) => `${home}/${name}`,
    absolute: (path) => origin + path,
  };
}

/**
 * Whether a version can be a path segment. Dots alone lead to another folder however they are
 * encoded (WHATWG URL, 4.4), and many proxies reject control characters.
 */
function isSegment(version: string): boolean {
  return !reserved.includes(version) && !/^\.{1,2}$|\p{Cc}/u.test(version);
}
