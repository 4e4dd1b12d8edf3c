import { OpenAPIHono } from '@hono/zod-openapi';
import type { Context } from 'hono';
import type { Deps } from '../../deps.ts';
import { AppError } from '../../errors.ts';
import type { RequestEnv } from '../../http/request-info.ts';
import { immutableCache, sendFile } from './send-file.ts';

/**
 * Only our own files, no frame, and no text that becomes markup but through the policies of Lit and of
 * the widget, whose elements show what a release will look like.
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
 * The dashboard's page and its files. Every address below `/admin/` answers the same page, which reads
 * the address itself; what it shows comes from the member routes, so it holds nothing to guard.
 */
export function dashboardRoutes({ dashboard }: Deps): OpenAPIHono<RequestEnv> {
  const app = new OpenAPIHono<RequestEnv>();

  function send(c: Context, path: string, cacheControl: string): Response {
    const file = dashboard.get(path);
    if (!file) throw new AppError('not_found', 'The dashboard has no such file.');
    return sendFile(c, file, { ...headers, 'Cache-Control': cacheControl });
  }
  /** Asked for anew each time, so that a new version arrives with its new names of scripts. */
  const sendPage = (c: Context) => send(c, 'index.html', 'no-cache');

  app.get('/admin', (c) => c.redirect(`/admin/${new URL(c.req.url).search}`));
  app.get('/admin/', sendPage);
  app.get('/admin/assets/:file', (c) => send(c, `assets/${c.req.param('file')}`, immutableCache));
  app.get('/admin/*', sendPage);
  return app;
}
