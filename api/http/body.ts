import type { Context } from 'hono';
import { AppError } from '../errors.ts';

/**
 * Reads a body as UTF-8 text without ever holding more than `maxBytes` of it (R16). Throws
 * `body_too_large`, and `unsupported_media_type` for a compressed body: a small one can unpack to
 * gigabytes.
 */
export async function readText(c: Context, maxBytes: number): Promise<string> {
  if (c.req.header('content-encoding')) {
    throw new AppError('unsupported_media_type', 'Send the body uncompressed.');
  }
  const declared = c.req.header('content-length');
  if (declared === undefined) return readStream(c, maxBytes);
  if (Number(declared) > maxBytes) throw tooLarge(maxBytes);
  // Node ends a body at its declared length, so this cannot grow beyond it.
  return c.req.text();
}

/** Refuses a body of another media type than the route takes. Parameters (charset) are let be. */
export function expectMediaType(c: Context, ...accepted: string[]): void {
  const given = c.req.header('content-type')?.split(';')[0]?.trim().toLowerCase() ?? '';
  if (accepted.includes(given)) return;
  throw new AppError('unsupported_media_type', `Send the body as ${accepted.join(' or ')}.`);
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

function tooLarge(maxBytes: number): AppError {
  return new AppError('body_too_large', `The body may have at most ${maxBytes} bytes.`);
}
