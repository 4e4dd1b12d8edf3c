import { OpenAPIHono } from '@hono/zod-openapi';
import { z } from 'zod';
import type { Deps } from '../../deps.ts';
import type { RequestEnv } from '../env.ts';
import { describePublic } from '../openapi.ts';
import { pagePolicy } from '../page-policy.ts';
import { homePage } from './page.ts';
import { homeStyle } from './style.ts';

/** The first address that people try. */
export function homeRoutes({ config }: Deps): OpenAPIHono<RequestEnv> {
  const app = new OpenAPIHono<RequestEnv>();
  const policy = pagePolicy(homeStyle, "img-src 'self'");

  describePublic(app, {
    method: 'get',
    path: '/',
    operation: 'getHome',
    summary: 'Read how to begin',
    tag: 'Operation',
    replies: [{ status: 200, description: 'HTML.', schema: z.string(), mediaType: 'text/html' }],
    problems: [404],
  });
  app.get('/', (c) => {
    c.header('Content-Security-Policy', policy);
    return c.html(homePage(config.publicUrl));
  });

  return app;
}
