import { createHash } from 'node:crypto';
import { OpenAPIHono } from '@hono/zod-openapi';
import { html, raw } from 'hono/html';
import { z } from 'zod';
import { originAt, readDemoPageOptions } from '../../demo/page-options.ts';
import type { Deps } from '../../deps.ts';
import type { RequestEnv } from '../../http/request-info.ts';
import { describePublic } from '../../openapi/openapi.ts';

const style = `
:root { color-scheme: light dark }
html, body { height: 100%; margin: 0 }
body { display: flex; flex-direction: column; font: 0.875rem/1.5 system-ui, sans-serif;
  color: light-dark(#1b1f24, #e6e8eb); background: light-dark(#f3f5f7, #14171a) }
p { margin: 0; padding: 0.5rem 1rem }
a { color: light-dark(#0a58b8, #8ab4f8) }
iframe { flex: 1; width: 100%; border: 0; border-top: 1px solid light-dark(#d5d9de, #363c44) }
`;
const styleHash = createHash('sha256').update(style).digest('base64');

/** `/demo`: the widget in another product, on another origin. */
export function demoRoutes({ ports, config }: Deps): OpenAPIHono<RequestEnv> {
  const routes = new OpenAPIHono<RequestEnv>();

  describePublic(routes, {
    method: 'get',
    path: '/demo',
    operation: 'getDemo',
    summary: 'View the widget in a host app',
    description:
      'Returns a page with a frame that shows a small product, served on `DEMO_PORT`, that embeds the widget.',
    tag: 'Widget',
    query: z.object({
      project: z
        .string()
        .optional()
        .describe(
          'A public key. If missing, the generated project is used, otherwise the first project.',
        ),
      lang: z.enum(['en', 'ar']).optional().describe('Language of the host app.'),
    }),
    replies: [{ status: 200, description: 'HTML.', schema: z.string(), mediaType: 'text/html' }],
  });
  routes.get('/demo', (c) => {
    const url = new URL(c.req.url);
    const host = originAt(url.hostname, ports.demo, config);
    c.header(
      'Content-Security-Policy',
      `default-src 'none'; style-src 'sha256-${styleHash}'; frame-src ${host}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
    );
    const { lang, project } = readDemoPageOptions(url.searchParams);
    const query = new URLSearchParams({ lang, ...(project && { project }) });
    return c.html(page(`${host}/?${query}`, host));
  });

  return routes;
}

/** Copying a release's link needs `clipboard-write`, which frames of other origins do not have. */
function page(address: string, origin: string) {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Tidings: the widget in a host app</title>
<style>${raw(style)}</style>
</head>
<body>
<p>Harbour is a made-up product on <a href="${address}">${origin}</a>. It embeds Tidings with the
same line that you would paste. <a href="/demo?lang=ar" lang="ar">بالعربية</a> · <a href="/demo?lang=en">In English</a></p>
<iframe src="${address}" title="Harbour, a host app" allow="clipboard-write"></iframe>
</body>
</html>`;
}
