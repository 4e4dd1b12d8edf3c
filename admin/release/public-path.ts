/** Feed names, dots that lead to another folder, and control characters, which proxies block. */
const unsafeVersion = /^(?:\.{1,2}|rss\.xml|atom\.xml|feed\.json|releases\.ics)$|\p{Cc}/u;

/** The path of a release's public page: by its version, or by its id if the version is unsafe. */
export function publicPath(slug: string, { id, version }: { id: string; version: string }): string {
  return `/changelog/${slug}/${unsafeVersion.test(version) ? id : encodeURIComponent(version)}`;
}
