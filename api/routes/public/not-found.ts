import type { OpenAPIHono } from '@hono/zod-openapi';
import type { Context } from 'hono';
import type { Deps } from '../../deps.ts';
import { AppError } from '../../errors.ts';
import { isPublic, publicHeaders } from '../../http/reply-headers.ts';
import type { RequestEnv } from '../../http/request-info.ts';
import { notFoundPage } from '../../site/not-found-page.ts';
import { pagePolicy } from '../../site/page-policy.ts';
import { homeStyle } from '../../site/style.ts';

/** The reply to the preflight that browsers send before JSON or a custom header across origins. */
const preflight = {
  'Access-Control-Allow-Headers': 'Content-Type',
  'Access-Control-Max-Age': '86400',
};

/** Headers of the page. `Vary`, because programs get another reply at the same address. */
const pageHeaders = {
  'Cache-Control': 'no-store',
  'Content-Security-Policy': pagePolicy(homeStyle),
  Vary: 'Accept',
};

/**
 * Answers requests that match no route. If the address has routes for other methods, `OPTIONS`
 * returns these methods (RFC 9110, 9.3.7), and other requests throw `method_not_allowed` with
 * `Allow` (15.5.6). Otherwise, browsers, which ask for HTML explicitly, get a page with a link to
 * the home page; for programs, throws `not_found`.
 */
export function handleUnmatched(
  app: OpenAPIHono<RequestEnv>,
  { config }: Deps,
): (c: Context) => Response | Promise<Response> {
  return function unmatched(c) {
    const methods = methodsAt(app, c.req.path);
    if (methods.length === 0) {
      if (isBrowser(c)) return c.html(notFoundPage(config.publicUrl), 404, pageHeaders);
      throw new AppError('not_found', 'There is nothing at this address. See /docs.');
    }
    const allowed = methods.join(', ');
    c.header('Allow', allowed);
    if (c.req.method !== 'OPTIONS') {
      throw new AppError('method_not_allowed', `This address accepts only ${allowed}.`);
    }
    if (!isPublic(c.req.path)) return c.body(null, 204);
    const methodsHeader = { 'Access-Control-Allow-Methods': allowed };
    return c.body(null, 204, { ...publicHeaders, ...preflight, ...methodsHeader });
  };
}

/** Whether a person follows a link: scripts and other programs do not ask for HTML explicitly. */
function isBrowser({ req }: Context): boolean {
  return req.method === 'GET' && /\btext\/html\b/.test(req.header('accept') ?? '');
}

/** Asks the router itself, so that no separate list of addresses has to be maintained. */
function methodsAt(app: OpenAPIHono<RequestEnv>, path: string): string[] {
  const known = new Set(app.routes.map(({ method }) => method));
  known.delete('ALL');
  const methods = [...known].filter((method) =>
    app.router.match(method, path)[0].some(([[, route]]) => route.method === method),
  );
  if (methods.length === 0) return [];
  return [...methods, ...(methods.includes('GET') ? ['HEAD'] : []), 'OPTIONS'].sort();
}
