import { timingSafeEqual } from 'node:crypto';
import { Hono } from 'hono';
import { sql } from 'kysely';
import type { Deps } from '../deps.ts';
import { AppError } from '../errors.ts';

/**
 * What the operator's tools ask: `/healthz`, the process answers; `/readyz`, send it requests;
 * `/metrics`, for Prometheus, behind `METRICS_TOKEN` where one is set.
 */
export function healthRoutes({ database, stopping, metrics, config }: Deps): Hono {
  return new Hono()
    .get('/healthz', (c) => c.json({ status: 'ok' }))
    .get('/readyz', async (c) => {
      if (stopping.aborted) throw new AppError('unavailable', 'This node is about to stop.');
      await sql`select 1`.execute(database.reader);
      return c.json({ status: 'ready' });
    })
    .get('/metrics', async (c) => {
      const given = c.req.header('authorization')?.replace(/^Bearer /, '') ?? '';
      if (config.metricsToken && !equal(given, config.metricsToken)) {
        throw new AppError('unauthorized', 'Send the METRICS_TOKEN as a bearer token.');
      }
      return c.body(await metrics.metrics(), 200, { 'Content-Type': metrics.contentType });
    });
}

/** Takes the same time wherever the first difference is. */
function equal(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}
