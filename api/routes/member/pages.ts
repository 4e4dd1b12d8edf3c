import type { Context } from 'hono';
import { z } from 'zod';
import { id } from '../../../contract/fields.ts';
import { readBase64url } from '../../base64url.ts';
import { AppError } from '../../errors.ts';

/** One page of a list, and whether another page follows. */
export interface CursorPage<Item> {
  items: Item[];
  /** The last item of the page; undefined if no page follows. */
  last: Item | undefined;
}

/** Returns a page of at most `limit` rows. Query for `limit + 1` rows to detect a next page. */
export function cutPage<Item>(rows: Item[], limit: number): CursorPage<Item> {
  const items = rows.slice(0, limit);
  return { items, last: rows.length > limit ? items.at(-1) : undefined };
}

/** Encodes the start of the next page as an opaque text. */
function writeCursor(position: unknown): string {
  return Buffer.from(JSON.stringify(position)).toString('base64url');
}

/** Decodes a cursor; undefined without one. Throws `invalid_query` for an invalid one. */
export function readCursor<S extends z.ZodType>(
  cursor: string | undefined,
  schema: S,
): z.infer<S> | undefined {
  if (cursor === undefined) return undefined;
  const position = schema.safeParse(decode(cursor));
  if (position.success) return position.data;
  const detail =
    'This cursor is not valid. Use the cursor from the Link header of the previous page.';
  throw new AppError('invalid_query', detail, { errors: [{ pointer: '/cursor', detail }] });
}

/**
 * Returns a `{data}` reply, with a `Link` to the next page if there is one (RFC 8288). The link is
 * relative, so it works behind any proxy.
 */
export function sendPage<Item>(
  c: Context,
  { items, last }: CursorPage<Item>,
  positionOf: (last: Item) => unknown,
): Response {
  if (last !== undefined) {
    const { pathname, searchParams } = new URL(c.req.url);
    searchParams.set('cursor', writeCursor(positionOf(last)));
    c.header('Link', `<${pathname}?${searchParams}>; rel="next"`);
  }
  return c.json({ data: items });
}

const idPosition = z.tuple([id]);

/** `sendPage` for a list in descending order of ids. `read` queries one page. */
export async function sendPageById<Item extends { id: string }>(
  c: Context,
  { cursor, limit }: { cursor?: string | undefined; limit: number },
  read: (page: { afterId: string | undefined; count: number }) => Promise<Item[]>,
): Promise<Response> {
  const [afterId] = readCursor(cursor, idPosition) ?? [];
  const rows = await read({ afterId, count: limit + 1 });
  return sendPage(c, cutPage(rows, limit), (last) => [last.id]);
}

function decode(cursor: string): unknown {
  try {
    return JSON.parse(`${readBase64url(cursor)}`);
  } catch {
    return undefined;
  }
}
