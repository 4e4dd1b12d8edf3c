import type { MiddlewareHandler } from 'hono';
import { routePath } from 'hono/route';
import type { RequestEnv, RequestInfo } from './request-info.ts';

/** A request that is under way. */
export interface ActiveRequest {
  requestId: string;
  /** Of `performance.now()`: milliseconds. */
  startedAt: number;
}

/** `route` is the pattern and never the URL: that holds keys, tokens and what people wrote. */
export interface CompletedRequest {
  method: string;
  route: string;
  status: number;
}

/** Sees every request, whether Hono or the fast path answers it. Must not throw. */
export interface Interceptor {
  /** Called before anything of the request is answered. */
  begin?(request: RequestInfo): void;
  /** Called when the reply is known. */
  end?(active: ActiveRequest, completed: CompletedRequest): void;
}

/** All interceptors of a server as one; it gives each request its id. */
export interface Interceptors {
  begin(request: RequestInfo): ActiveRequest;
  end(active: ActiveRequest, completed: CompletedRequest): void;
}

/** Calls each interceptor in the order of the list. Ids begin with random characters of this process. */
export function createInterceptors(list: readonly Interceptor[]): Interceptors {
  const processPrefix = Math.random().toString(36).slice(2, 8);
  let count = 0;
  return {
    begin(request) {
      count += 1;
      const active = {
        requestId: `${processPrefix}-${count.toString(36)}`,
        startedAt: performance.now(),
      };
      for (const one of list) one.begin?.(request);
      return active;
    },
    end(active, completed) {
      for (const one of list) one.end?.(active, completed);
    },
  };
}

/** Calls the interceptors for what Hono serves. */
export function intercept(interceptors: Interceptors): MiddlewareHandler<RequestEnv> {
  return async function interceptRequest(c, next) {
    const active = interceptors.begin(c);
    c.set('requestId', active.requestId);
    await next();
    // Of the handler that answered: middleware for fewer routes may stand behind it.
    const completed = { method: c.req.method, route: routePath(c), status: c.res.status };
    interceptors.end(active, completed);
  };
}
