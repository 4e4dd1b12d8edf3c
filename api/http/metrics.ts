import { timingSafeEqual } from 'node:crypto';
import { OpenAPIHono } from '@hono/zod-openapi';
import { z } from 'zod';
import type { Deps } from '../deps.ts';
import { AppError } from '../errors.ts';
import { isLoopbackPeer, peerOf } from './address.ts';
import type { RequestEnv } from './env.ts';
import { describePublic } from './openapi.ts';

/** `/metrics`, for Prometheus; behind `METRICS_TOKEN` where one is set. */
export function metricsRoutes({ metrics, config }: Deps): OpenAPIHono<RequestEnv> {
  const app = new OpenAPIHono<RequestEnv>();
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
