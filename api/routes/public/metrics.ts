import { timingSafeEqual } from 'node:crypto';
import { OpenAPIHono } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { z } from 'zod';
import type { Deps } from '../../deps.ts';
import { AppError } from '../../errors.ts';
import { isLoopbackAddress, peerOf } from '../../http/address.ts';
import { forwardingHeaders } from '../../http/proxy-watch.ts';
import type { RequestEnv } from '../../http/request-info.ts';
import { describePublic } from '../../openapi/openapi.ts';

/** `/metrics` for Prometheus, with `METRICS_TOKEN` if it is set, else from this machine only. */
export function metricsRoutes({ metrics, config }: Deps): OpenAPIHono<RequestEnv> {
  const app = new OpenAPIHono<RequestEnv>();
  describePublic(app, {
    method: 'get',
    path: '/metrics',
    operation: 'getMetrics',
    summary: 'Get the metrics',
    description:
      'Send `METRICS_TOKEN` as a bearer token. If it is not set, only programs on the server’s own machine can read the metrics.',
    tag: 'Operation',
    replies: [
      { status: 200, description: 'Prometheus text.', schema: z.string(), mediaType: 'text/plain' },
    ],
    problems: [401],
  });
  app.get('/metrics', async (c) => {
    if (!config.metricsToken) expectLoopback(c);
    else if (!equal(bearerOf(c), config.metricsToken)) {
      throw new AppError('unauthorized', 'Send the METRICS_TOKEN as a bearer token.');
    }
    return c.body(await metrics.metrics(), 200, { 'Content-Type': metrics.contentType });
  });
  return app;
}

/** A proxy on this machine also connects from loopback, but adds a header that names the client. */
function expectLoopback(c: Context<RequestEnv>): void {
  const isForwarded = forwardingHeaders.some((name) => c.req.header(name) !== undefined);
  const isLocal = isLoopbackAddress(peerOf(c.env?.incoming?.socket?.remoteAddress));
  if (isLocal && !isForwarded) return;
  throw new AppError(
    'unauthorized',
    'Set METRICS_TOKEN and send it as a bearer token. Without one, only programs on the server’s own machine can read the metrics.',
  );
}

function bearerOf(c: Context): string {
  return c.req.header('authorization')?.replace(/^Bearer /, '') ?? '';
}

/** Compares in constant time, so that timing does not reveal the position of a difference. */
function equal(actual: string, expected: string): boolean {
  const [a, b] = [Buffer.from(actual), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}
