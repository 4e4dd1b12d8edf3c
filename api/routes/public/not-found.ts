import type { OpenAPIHono } from '@hono/zod-openapi';
import type { Context } from 'hono';
import type { Deps } from '../../deps.ts';
import { AppError } from '../../errors.ts';
import { isPublic, publicHeaders } from '../../http/reply-headers.ts';
import type { RequestEnv } from '../../http/request-info.ts';
import { notFoundPage } from '../../site/not-found-page.ts';
import { pagePolicy } from '../../site/page-policy.ts';
import { homeStyle } from '../../site/style.ts';

/** What browsers ask before they send JSON or a header of their own across origins. */
const preflight = {
  'Access-Control-Allow-Headers': 'Content-Type',
  'Access-Control-Max-Age': '86400',
};

/** Of the page. The same address says something else to programs. */
const pageHeaders = {
  'Cache-Control': 'no-store',
  'Content-Security-Policy': pagePolicy(homeStyle),
  Vary: 'Accept',
};

/**
 * Answers requests that no route takes. Where another method would find one, `OPTIONS` is told which
 * (RFC 9110, 9.3.7) and the rest are refused with `method_not_allowed` and `Allow` (15.5.6). For an
 * address that has nothing browsers, which ask for HTML by name, get a page with a way home; for
 * programs it throws `not_found`.
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
      throw new AppError('method_not_allowed', `This address takes ${allowed} only.`);
    }
    if (!isPublic(c.req.path)) return c.body(null, 204);
    const methodsHeader = { 'Access-Control-Allow-Methods': allowed };
    return c.body(null, 204, { ...publicHeaders, ...preflight, ...methodsHeader });
  };
}

/** Somebody who follows a link; a script that fetches, as other programs do, takes anything. */
function isBrowser({ req }: Context): boolean {
  return req.method === 'GET' && /\btext\/html\b/.test(req.header('accept') ?? '');
}

/** By the router itself, so that no list of addresses has to be kept beside it. */
function methodsAt(app: OpenAPIHono<RequestEnv>, path: string): string[] {
  const known = new Set(app.routes.map(({ method }) => method));
  known.delete('ALL');
  const methods = [...known].filter((method) =>
    app.router.match(method, path)[0].some(([[, route]]) => route.method === method),
  );
  if (methods.length === 0) return [];
  return [...methods, ...(methods.includes('GET') ? ['HEAD'] : []), 'OPTIONS'].sort();
}
