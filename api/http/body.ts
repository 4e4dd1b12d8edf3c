import type { Context } from 'hono';
import { AppError } from '../errors.ts';

/**
 * Reads a body as UTF-8 text and never keeps more than `maxBytes` of it in memory (R16). Throws
 * `body_too_large`, `body_incomplete` if the connection ends early, and `unsupported_media_type`
 * for a compressed body, because a small one can unpack to gigabytes.
 */
export async function readText(c: Context, maxBytes: number): Promise<string> {
  if (c.req.header('content-encoding')) {
    throw new AppError('unsupported_media_type', 'The body is compressed. Send it uncompressed.');
  }
  const declared = Number(c.req.header('content-length') ?? Number.NaN);
  if (declared > maxBytes) throw tooLarge(maxBytes);
  try {
    if (Number.isNaN(declared)) return await readStream(c, maxBytes);
    // Node ends a body at its declared length, so this body cannot exceed it. `text()` would drop a
    // byte order mark, but Hono and the fast path must decode the same bytes to the same text.
    return Buffer.from(await c.req.arrayBuffer()).toString('utf8');
  } catch (cause) {
    throw cause instanceof AppError ? cause : bodyIncomplete(cause);
  }
}

/**
 * Throws `unsupported_media_type` if the body has another media type than the accepted ones.
 * Parameters such as the charset are ignored.
 */
export function expectMediaType(c: Context, ...accepted: string[]): void {
  const mediaType = c.req.header('content-type')?.split(';')[0]?.trim().toLowerCase() ?? '';
  if (accepted.includes(mediaType)) return;
  throw new AppError(
    'unsupported_media_type',
    `This media type is not supported. Send the body as ${accepted.join(' or ')}.`,
  );
}

async function readStream(c: Context, maxBytes: number): Promise<string> {
  const reader = c.req.raw.body?.getReader();
  const chunks: Uint8Array[] = [];
  for (let bytes = 0; reader; ) {
    const { done, value } = await reader.read();
    if (done) break;
    bytes += value.byteLength;
    if (bytes > maxBytes) throw tooLarge(maxBytes);
    chunks.push(value);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** The client caused this error. Unwrapped, it would look like a network failure of the server. */
export function bodyIncomplete(cause: unknown): AppError {
  return new AppError('body_incomplete', 'The body is incomplete. Send the request again.', {
    cause,
  });
}

function tooLarge(maxBytes: number): AppError {
  return new AppError('body_too_large', `The body is too large. Send at most ${maxBytes} bytes.`);
}
