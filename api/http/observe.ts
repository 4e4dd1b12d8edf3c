import type { MiddlewareHandler } from 'hono';
import { routePath } from 'hono/route';
import type { Logger } from 'pino';
import { Histogram, type Registry } from 'prom-client';
import type { RequestEnv } from './env.ts';

const buckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];

/** A request that is under way. */
interface Begun {
  id: string;
  /** Of `performance.now()`: milliseconds. */
  startedAt: number;
}

/** `route` is the pattern and never the URL: that holds keys, tokens and what people wrote. */
interface Ended {
  method: string;
  route: string;
  status: number;
}

/** Watches each request: an id when it comes, one line in the log and one observation when it goes. */
export interface Observer {
  begin(): Begun;
  end(begun: Begun, ended: Ended): void;
}

/** An observer that writes to this log and this registry. */
export function createObserver(log: Logger, registry: Registry): Observer {
  const durations = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'Time from a request to its reply, by method, route pattern and status.',
    labelNames: ['method', 'route', 'status'],
    buckets,
    registers: [registry],
  });
  const run = Math.random().toString(36).slice(2, 8);
  let count = 0;
  const logOf = keepLogs(log);

  return {
    begin() {
      count += 1;
      return { id: `${run}-${count.toString(36)}`, startedAt: performance.now() };
    },
    end({ id: requestId, startedAt }, ended) {
      const ms = performance.now() - startedAt;
      durations.observe({ ...ended }, ms / 1000);
      logOf(ended).info({ requestId, ms: Math.round(ms * 1000) / 1000 }, 'request');
    },
  };
}

/** What many lines have in common is made into text once. */
function keepLogs(log: Logger): (ended: Ended) => Logger {
  const logs = new Map<string, Logger>();
  return ({ method, route, status }) => {
    const key = `${method} ${status} ${route}`;
    const known = logs.get(key);
    if (known) return known;
    const made = log.child({ method, route, status });
    logs.set(key, made);
    return made;
  };
}

/** Watches what Hono serves. */
export function observe(observer: Observer): MiddlewareHandler<RequestEnv> {
  return async function observed(c, next) {
    const begun = observer.begin();
    c.set('requestId', begun.id);
    await next();
    // Of the handler that answered: middleware for fewer routes may stand behind it.
    const ended = { method: c.req.method, route: routePath(c), status: c.res.status };
    observer.end(begun, ended);
  };
}
