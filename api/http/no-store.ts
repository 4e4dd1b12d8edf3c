import type { Context, Next } from 'hono';

/** Keeps what a member or a program reads, refusals included, out of every cache. */
export async function noStore(c: Context, next: Next): Promise<void> {
  await next();
  c.header('Cache-Control', 'no-store');
}
