import type { MiddlewareHandler } from 'hono';
import { routePath } from 'hono/route';
import type { Logger } from 'pino';
import { Histogram, type Registry } from 'prom-client';
import type { RequestEnv } from './env.ts';

const buckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];

/**
 * Gives each request an id, one line in the log and one observation. Both name the route's pattern
 * and never its URL, body, headers or address: those hold keys, tokens and what people wrote.
 */
export function observe(log: Logger, registry: Registry): MiddlewareHandler<RequestEnv> {
  const durations = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'Time from a request to its reply, by method, route pattern and status.',
    labelNames: ['method', 'route', 'status'],
    buckets,
    registers: [registry],
  });
  const run = Math.random().toString(36).slice(2, 8);
  let count = 0;

  return async function observed(c, next) {
    const started = performance.now();
    count += 1;
    const requestId = `${run}-${count.toString(36)}`;
    c.set('requestId', requestId);
    await next();
    const ms = performance.now() - started;
    const { method } = c.req;
    const { status } = c.res;
    // Of the handler that answered: middleware for fewer routes may stand behind it.
    const route = routePath(c);
    durations.observe({ method, route, status }, ms / 1000);
    log.info({ requestId, method, route, status, ms: Math.round(ms * 1000) / 1000 }, 'request');
  };
}
