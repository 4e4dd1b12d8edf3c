import type { TestApi } from '../support/api.ts';

/** A page or feed as somebody gets it who knows its address. */
export interface FetchedPage {
  status: number;
  headers: Headers;
  text: string;
}

/** Where the public page of a test's project is. */
export const projectSlug = 'acme';
export const publicPagePath = `/changelog/${projectSlug}`;
export const feedPaths = ['rss.xml', 'atom.xml', 'feed.json'].map(
  (name) => `${publicPagePath}/${name}`,
);

export async function fetchPage(
  api: TestApi,
  path = publicPagePath,
  headers: Record<string, string> = {},
): Promise<FetchedPage> {
  const reply = await api.app.request(path, { headers });
  return { status: reply.status, headers: reply.headers, text: await reply.text() };
}

/** The headings of the second level, which are the releases of a list, in their order. */
export function releasesOn({ text }: FetchedPage): string[] {
  return [...text.matchAll(/<h2 [^>]*><a href="[^"]*">([^<]*)<\/a>/g)].map(
    ([, name]) => name ?? '',
  );
}

/** The address of a link by its words. */
export function linkOn({ text }: FetchedPage, words: string): string | undefined {
  return new RegExp(`<a [^>]*?href="([^"]*)"[^>]*>${words}</a>`).exec(text)?.[1];
}

/** The content of a `<meta>` by its name or property. */
export function metaOf({ text }: FetchedPage, name: string): string | undefined {
  return new RegExp(`<meta (?:name|property)="${name}" content="([^"]*)">`).exec(text)?.[1];
}
