import type { MiddlewareHandler } from 'hono';
import { routePath } from 'hono/route';
import type { RequestEnv, RequestInfo } from './request-info.ts';

/** A request that has not been answered yet. */
export interface ActiveRequest {
  requestId: string;
  /** Milliseconds, from `performance.now()`. */
  startedAt: number;
}

/** `route` is the pattern, never the URL, which can contain keys, tokens and people's words. */
export interface CompletedRequest {
  method: string;
  route: string;
  status: number;
}

/** Sees every request, whether Hono or the fast path answers it. Must not throw. */
export interface Interceptor {
  /** Called before the request is handled. */
  begin?(request: RequestInfo): void;
  /** Called when the reply is known. */
  end?(active: ActiveRequest, completed: CompletedRequest): void;
}

/** All interceptors of a server. Assigns an id to each request. */
export interface Interceptors {
  begin(request: RequestInfo): ActiveRequest;
  end(active: ActiveRequest, completed: CompletedRequest): void;
}

/** Calls the interceptors in the order of the list. Ids begin with a random prefix per process. */
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

/** Calls the interceptors for requests that Hono serves. */
export function intercept(interceptors: Interceptors): MiddlewareHandler<RequestEnv> {
  return async function interceptRequest(c, next) {
    const active = interceptors.begin(c);
    c.set('requestId', active.requestId);
    await next();
    // The route of the handler that answered. Middleware for fewer routes can come after it.
    const completed = { method: c.req.method, route: routePath(c), status: c.res.status };
    interceptors.end(active, completed);
  };
}
