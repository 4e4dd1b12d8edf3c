import type { Context } from 'hono';
import { z } from 'zod';
import { id } from '../../../contract/fields.ts';
import { readBase64url } from '../../base64url.ts';
import { AppError } from '../../errors.ts';

/** One page of a list, and whether another one follows it. */
export interface CursorPage<Item> {
  items: Item[];
  /** The last item shown, where there are more behind it. */
  last: Item | undefined;
}

/** Cuts a page out of rows of which one more than `limit` was asked for. */
export function cutPage<Item>(rows: Item[], limit: number): CursorPage<Item> {
  const items = rows.slice(0, limit);
  return { items, last: rows.length > limit ? items.at(-1) : undefined };
}

/** Where the next page starts, as text that means nothing to the client. */
function writeCursor(position: unknown): string {
  return Buffer.from(JSON.stringify(position)).toString('base64url');
}

/** The place that a cursor names; undefined without one. Throws `invalid_query` for one not ours. */
export function readCursor<S extends z.ZodType>(
  cursor: string | undefined,
  schema: S,
): z.infer<S> | undefined {
  if (cursor === undefined) return undefined;
  const position = schema.safeParse(decode(cursor));
  if (position.success) return position.data;
  const detail = 'Take the cursor from the Link header of the page before.';
  throw new AppError('invalid_query', detail, { errors: [{ pointer: '/cursor', detail }] });
}

/**
 * Answers `{data}` with a `Link` to the next page where there is one (RFC 8288). The link is
 * relative: it holds behind any proxy.
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

/** The same for a list that is in the order of its ids, newest first: `read` asks for one page. */
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
