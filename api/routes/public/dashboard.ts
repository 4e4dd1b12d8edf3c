import { OpenAPIHono } from '@hono/zod-openapi';
import type { Context } from 'hono';
import type { Deps } from '../../deps.ts';
import { AppError } from '../../errors.ts';
import type { RequestEnv } from '../../http/request-info.ts';
import { immutableCache, sendFile } from './send-file.ts';

/**
 * Allows only our own files and no framing. Text becomes markup only through the Trusted Types
 * policies of Lit and of the widget, whose elements preview a release.
 */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  "img-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  'trusted-types lit-html tidings',
].join('; ');

const headers = {
  'Content-Security-Policy': policy,
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Referrer-Policy': 'same-origin',
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
};

/**
 * The dashboard's page and its files. Every address below `/admin/` returns the same page, which
 * reads the address itself. Its data comes from the member routes, so the page needs no guard.
 */
export function dashboardRoutes({ dashboard }: Deps): OpenAPIHono<RequestEnv> {
  const app = new OpenAPIHono<RequestEnv>();

  function send(c: Context, path: string, cacheControl: string): Response {
    const file = dashboard.get(path);
    if (!file) throw new AppError('not_found', 'The dashboard has no such file.');
    return sendFile(c, file, { ...headers, 'Cache-Control': cacheControl });
  }
  /** Revalidated each time, so that a new version arrives with the new names of its scripts. */
  const sendPage = (c: Context) => send(c, 'index.html', 'no-cache');

  app.get('/admin', (c) => c.redirect(`/admin/${new URL(c.req.url).search}`));
  app.get('/admin/', sendPage);
  app.get('/admin/assets/:file', (c) => send(c, `assets/${c.req.param('file')}`, immutableCache));
  app.get('/admin/*', sendPage);
  return app;
}
