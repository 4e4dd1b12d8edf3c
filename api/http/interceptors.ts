import type { MiddlewareHandler } from 'hono';
import { routePath } from 'hono/route';
import type { Asking, RequestEnv } from './request-info.ts';

/** A request that is under way. */
export interface Begun {
  requestId: string;
  /** Of `performance.now()`: milliseconds. */
  startedAt: number;
}

/** `route` is the pattern and never the URL: that holds keys, tokens and what people wrote. */
export interface Ended {
  method: string;
  route: string;
  status: number;
}

/** Sees every request, whether Hono or the fast path answers it. Must not throw. */
export interface Interceptor {
  /** Called before anything of the request is answered. */
  begin?(asking: Asking): void;
  /** Called when the reply is known. */
  end?(begun: Begun, ended: Ended): void;
}

/** All interceptors of a server as one; it gives each request its id. */
export interface Interceptors {
  begin(asking: Asking): Begun;
  end(begun: Begun, ended: Ended): void;
}

/** Calls each interceptor in the order of the list. Ids begin with random characters of this process. */
export function createInterceptors(list: readonly Interceptor[]): Interceptors {
  const run = Math.random().toString(36).slice(2, 8);
  let count = 0;
  return {
    begin(asking) {
      count += 1;
      const begun = { requestId: `${run}-${count.toString(36)}`, startedAt: performance.now() };
      for (const one of list) one.begin?.(asking);
      return begun;
    },
    end(begun, ended) {
      for (const one of list) one.end?.(begun, ended);
    },
  };
}

/** Calls the interceptors for what Hono serves. */
export function intercept(interceptors: Interceptors): MiddlewareHandler<RequestEnv> {
  return async function intercepted(c, next) {
    const begun = interceptors.begin(c);
    c.set('requestId', begun.requestId);
    await next();
    // Of the handler that answered: middleware for fewer routes may stand behind it.
    const ended = { method: c.req.method, route: routePath(c), status: c.res.status };
    interceptors.end(begun, ended);
  };
}
