import type { Context, Next } from 'hono';

/**
 * The headers of every public reply, including errors: a reply that CORS hides looks like a network
 * failure to the widget. Credentials are not allowed, because no public route uses a cookie.
 */
export const publicHeaders = {
  'Access-Control-Allow-Origin': '*',
  'Access-Control-Expose-Headers': 'Retry-After, RateLimit, ETag',
  'Cross-Origin-Resource-Policy': 'cross-origin',
  'Cache-Control': 'no-store',
  'X-Content-Type-Options': 'nosniff',
} as const;

/** Whether a path belongs to the public API, which pages of any origin may read. */
export function isPublic(path: string): boolean {
  return path.startsWith('/v1/');
}

/** Keeps replies to members and programs, including errors, out of every cache. */
export async function noStore(c: Context, next: Next): Promise<void> {
  await next();
  c.header('Cache-Control', 'no-store');
}
