import { timingSafeEqual } from 'node:crypto';
import { OpenAPIHono } from '@hono/zod-openapi';
import { sql } from 'kysely';
import { z } from 'zod';
import type { Deps } from '../deps.ts';
import { AppError } from '../errors.ts';
import type { RequestEnv } from './env.ts';
import { describePublic } from './openapi.ts';

const status = z.object({ status: z.string() });

/**
 * What the operator's tools ask: `/healthz`, the process answers; `/readyz`, send it requests;
 * `/metrics`, for Prometheus, behind `METRICS_TOKEN` where one is set.
 */
export function healthRoutes({
  database,
  stopping,
  metrics,
  config,
}: Deps): OpenAPIHono<RequestEnv> {
  const app = new OpenAPIHono<RequestEnv>();

  describePublic(app, {
    method: 'get',
    path: '/healthz',
    operation: 'getHealth',
    summary: 'See that the process answers',
    tag: 'Operation',
    replies: [{ status: 200, description: 'It does.', schema: status }],
    problems: [503],
  });
  app.get('/healthz', (c) => c.json({ status: 'ok' }));

  describePublic(app, {
    method: 'get',
    path: '/readyz',
    operation: 'getReadiness',
    summary: 'See whether this node wants requests',
    tag: 'Operation',
    replies: [{ status: 200, description: 'It does.', schema: status }],
    problems: [503],
  });
  app.get('/readyz', async (c) => {
    if (stopping.aborted) throw new AppError('unavailable', 'This node is about to stop.');
    await sql`select 1`.execute(database.reader);
    return c.json({ status: 'ready' });
  });

  describePublic(app, {
    method: 'get',
    path: '/metrics',
    operation: 'getMetrics',
    summary: 'Read the metrics',
    description: 'Asks for `METRICS_TOKEN` as a bearer token where one is set.',
    tag: 'Operation',
    replies: [
      { status: 200, description: 'Prometheus text.', schema: z.string(), mediaType: 'text/plain' },
    ],
    problems: [401],
  });
  app.get('/metrics', async (c) => {
    const given = c.req.header('authorization')?.replace(/^Bearer /, '') ?? '';
    if (config.metricsToken && !equal(given, config.metricsToken)) {
      throw new AppError('unauthorized', 'Send the METRICS_TOKEN as a bearer token.');
    }
    return c.body(await metrics.metrics(), 200, { 'Content-Type': metrics.contentType });
  });

  return app;
}

/** Takes the same time wherever the first difference is. */
function equal(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}
