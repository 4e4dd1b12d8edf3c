/** What stands there in the place of a version, dots that lead to another folder, and what is not let through. */
const notInPath = /^(?:\.{1,2}|rss\.xml|atom\.xml|feed\.json|releases\.ics)$|\p{Cc}/u;

/** Where a release has its public page: at its version, or at its id where that cannot stand in a path. */
export function publicPath(slug: string, { id, version }: { id: string; version: string }): string {
  return `/changelog/${slug}/${notInPath.test(version) ? id : encodeURIComponent(version)}`;
}
