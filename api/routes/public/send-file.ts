import type { Context } from 'hono';
import { bodyFor, type MemoryFile, matchesETag } from '../../site/memory-files.ts';

/** For files whose name contains a hash of their content. Such files never change. */
export const immutableCache = 'public, max-age=31536000, immutable';

/** Sends a built file in the best coding the client accepts, or 304 if the client has the file. */
export function sendFile(
  c: Context,
  file: MemoryFile,
  extraHeaders: Record<string, string> & { 'Cache-Control': string },
): Response {
  const { coding, body } = bodyFor(file, c.req.header('accept-encoding'));
  const headers = { ...extraHeaders, ETag: file.etag, Vary: 'Accept-Encoding' };
  if (matchesETag(file, c.req.header('if-none-match'))) return c.body(null, 304, headers);
  return new Response(body, {
    headers: {
      ...headers,
      'Content-Type': file.mediaType,
      ...(coding && { 'Content-Encoding': coding }),
    },
  });
}
