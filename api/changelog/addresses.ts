/** The feeds of a page, by the name that stands in their address. */
export const feedNames = ['rss.xml', 'atom.xml', 'feed.json'] as const;
export type FeedName = (typeof feedNames)[number];

/** Names that stand where a version would: the feeds, and the calendar that is to come. */
const reserved: readonly string[] = [...feedNames, 'releases.ics'];

/** Where a project's page, its releases and its feeds are: paths, for links on the same origin. */
export interface Addresses {
  home: string;
  /** An older page; the newest where `before` is undefined. */
  page(before: string | undefined): string;
  release(release: { id: string; version: string }): string;
  feed(name: FeedName): string;
  /** A path with the address that people reach us by before it. */
  absolute(path: string): string;
}

/** `publicUrl` without a slash at its end; a path in it, where a proxy puts us below one, is kept. */
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
 * Whether a version can stand in a path. Dots alone would lead to another folder however they are
 * encoded (WHATWG URL, 4.4), and control characters are let through by few on the way.
 */
function isSegment(version: string): boolean {
  return !reserved.includes(version) && !/^\.{1,2}$|\p{Cc}/u.test(version);
}
