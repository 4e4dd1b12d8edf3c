import { z } from 'zod';

// The rules of jsonfeed.org/version/1.1, written down from there: which keys there are, which of them
// must be, and of what kind. Those that begin with `_` are extensions, of which we have none.

const address = z.url({ protocol: /^https?$/ });
const author = z
  .strictObject({ name: z.string(), url: address, avatar: address })
  .partial()
  .refine((keys) => Object.keys(keys).length > 0, 'An author needs at least one of the keys.');

const item = z
  .strictObject({
    id: z.string().min(1),
    url: address.optional(),
    external_url: address.optional(),
    title: z.string().optional(),
    content_html: z.string().optional(),
    content_text: z.string().optional(),
    summary: z.string().optional(),
    image: address.optional(),
    banner_image: address.optional(),
    // RFC 3339.
    date_published: z.iso.datetime({ offset: true }).optional(),
    date_modified: z.iso.datetime({ offset: true }).optional(),
    authors: z.array(author).optional(),
    tags: z.array(z.string()).optional(),
    language: z.string().optional(),
  })
  .refine(
    ({ content_html, content_text }) => content_html !== undefined || content_text !== undefined,
    'One of content_html and content_text must be there.',
  );

const jsonFeed = z.strictObject({
  version: z.literal('https://jsonfeed.org/version/1.1'),
  title: z.string(),
  home_page_url: address.optional(),
  feed_url: address.optional(),
  description: z.string().optional(),
  user_comment: z.string().optional(),
  next_url: address.optional(),
  icon: address.optional(),
  favicon: address.optional(),
  authors: z.array(author).optional(),
  language: z.string().optional(),
  expired: z.boolean().optional(),
  items: z
    .array(item)
    .refine((items) => new Set(items.map(({ id }) => id)).size === items.length, 'Ids are unique.'),
});
export type JsonFeed = z.infer<typeof jsonFeed>;

/** Throws where a text is no JSON Feed. */
export function readJsonFeed(text: string): JsonFeed {
  return jsonFeed.parse(JSON.parse(text));
}
