import { OpenAPIHono } from '@hono/zod-openapi';
import { z } from 'zod';
import type { RequestEnv } from '../../http/request-info.ts';
import { describePublic, type OpenApiDocument, openApiDocument } from '../../openapi/openapi.ts';
import { docsPage } from '../../openapi/page/page.ts';
import { docsStyle } from '../../openapi/page/style.ts';
import { pagePolicy } from '../../site/page-policy.ts';

/** Serves the document of an app, including these two routes. Mounted last. */
export function documentRoutes(app: OpenAPIHono<RequestEnv>): OpenAPIHono<RequestEnv> {
  const routes = new OpenAPIHono<RequestEnv>();
  let cached: OpenApiDocument | undefined;
  const document = () => {
    cached ??= openApiDocument(app);
    return cached;
  };

  describePublic(routes, {
    method: 'get',
    path: '/openapi.json',
    operation: 'getOpenApiDocument',
    summary: 'Get this document',
    tag: 'Operation',
    replies: [{ status: 200, description: 'OpenAPI 3.1.', schema: z.object({}) }],
    problems: [404],
  });
  routes.get('/openapi.json', (c) => c.json(document()));

  describePublic(routes, {
    method: 'get',
    path: '/docs',
    operation: 'getDocs',
    summary: 'Get this document as a page',
    tag: 'Operation',
    replies: [{ status: 200, description: 'HTML.', schema: z.string(), mediaType: 'text/html' }],
    problems: [404],
  });
  routes.get('/docs', (c) => {
    c.header('Content-Security-Policy', pagePolicy(docsStyle));
    return c.html(docsPage(document()));
  });

  return routes;
}
