import type { TestApi } from '../support/api.ts';

/** A page or feed as somebody gets it who knows its address. */
export interface Read {
  status: number;
  headers: Headers;
  text: string;
}

/** Where the public page of a test's project is. */
export const slug = 'acme';
export const home = `/changelog/${slug}`;
export const feedPaths = ['rss.xml', 'atom.xml', 'feed.json'].map((name) => `${home}/${name}`);

export async function read(
  api: TestApi,
  path = home,
  headers: Record<string, string> = {},
): Promise<Read> {
  const reply = await api.app.request(path, { headers });
  return { status: reply.status, headers: reply.headers, text: await reply.text() };
}

/** The headings of the second level, which are the releases of a list, in their order. */
export function releasesOn({ text }: Read): string[] {
  return [...text.matchAll(/<h2 [^>]*><a href="[^"]*">([^<]*)<\/a>/g)].map(
    ([, name]) => name ?? '',
  );
}

/** The address of a link by its words. */
export function linkOn({ text }: Read, words: string): string | undefined {
  return new RegExp(`<a [^>]*?href="([^"]*)"[^>]*>${words}</a>`).exec(text)?.[1];
}

/** The content of a `<meta>` by its name or property. */
export function metaOf({ text }: Read, name: string): string | undefined {
  return new RegExp(`<meta (?:name|property)="${name}" content="([^"]*)">`).exec(text)?.[1];
}
