import type { Context, Next } from 'hono';

/**
 * The headers of every public reply, errors too: a reply that CORS hides looks like a dead network
 * to the widget. No credentials: nothing public depends on a cookie.
 */
export const publicHeaders = {
  'Access-Control-Allow-Origin': '*',
  'Access-Control-Expose-Headers': 'Retry-After, RateLimit, ETag',
  'Cross-Origin-Resource-Policy': 'cross-origin',
  'Cache-Control': 'no-store',
  'X-Content-Type-Options': 'nosniff',
} as const;

/** Whether a path belongs to the public wire, which pages of any origin may read. */
export function isPublic(path: string): boolean {
  return path.startsWith('/v1/');
}

/** Keeps what a member or a program reads, refusals included, out of every cache. */
export async function noStore(c: Context, next: Next): Promise<void> {
  await next();
  c.header('Cache-Control', 'no-store');
}
