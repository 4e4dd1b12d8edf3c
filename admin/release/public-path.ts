/** What stands in the place of a version, dots that lead to another folder, and what few let through. */
const unsafeVersion = /^(?:\.{1,2}|rss\.xml|atom\.xml|feed\.json|releases\.ics)$|\p{Cc}/u;

/** Where the public page of a release is: at its version, or its id where that cannot be in a path. */
export function publicPath(slug: string, { id, version }: { id: string; version: string }): string {
  return `/changelog/${slug}/${unsafeVersion.test(version) ? id : encodeURIComponent(version)}`;
}
