import { OpenAPIHono } from '@hono/zod-openapi';
import { z } from 'zod';
import type { Deps } from '../../deps.ts';
import type { RequestEnv } from '../../http/request-info.ts';
import { describePublic } from '../../openapi/openapi.ts';
import { homePage } from '../../site/home-page.ts';
import { icon } from '../../site/icon.ts';
import { pagePolicy } from '../../site/page-policy.ts';
import { homeStyle } from '../../site/style.ts';

/** The home page and the icon. */
export function homeRoutes({ config }: Deps): OpenAPIHono<RequestEnv> {
  const app = new OpenAPIHono<RequestEnv>();
  const policy = pagePolicy(homeStyle, "img-src 'self'");

  describePublic(app, {
    method: 'get',
    path: '/',
    operation: 'getHome',
    summary: 'Get the home page',
    tag: 'Operation',
    replies: [{ status: 200, description: 'HTML.', schema: z.string(), mediaType: 'text/html' }],
    problems: [404],
  });
  app.get('/', (c) => {
    c.header('Content-Security-Policy', policy);
    return c.html(homePage(config.publicUrl));
  });

  describePublic(app, {
    method: 'get',
    path: '/favicon.ico',
    operation: 'getIcon',
    summary: 'Get the icon',
    tag: 'Operation',
    replies: [{ status: 200, description: 'SVG.', schema: z.string(), mediaType: 'image/svg+xml' }],
    problems: [404],
  });
  app.get('/favicon.ico', (c) =>
    c.body(icon, 200, { 'Content-Type': 'image/svg+xml', 'Cache-Control': 'max-age=86400' }),
  );

  return app;
}
