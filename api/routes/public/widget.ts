import { OpenAPIHono } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { z } from 'zod';
import type { Deps } from '../../deps.ts';
import { AppError } from '../../errors.ts';
import { publicHeaders } from '../../http/reply-headers.ts';
import type { RequestEnv } from '../../http/request-info.ts';
import { describePublic } from '../../openapi/openapi.ts';
import { immutableCache, sendFile } from './send-file.ts';

/** Pages and the loader contain these names, so the names can never contain a hash. */
const entryFiles = {
  'loader.js': ['getLoader', 'Get the loader, the script that host pages include'],
  'widget.js': ['getWidget', 'Get the panel, which the loader loads when it is first needed'],
  'queue.js': ['getQueue', 'Get the queue, which sends the answers that are waiting on a device'],
} as const;

/** Short, so that a new version arrives; the old one is used while the new one loads. */
const shortCache = 'public, max-age=300, stale-while-revalidate=86400';

/** The widget's scripts, for pages of any origin. Not rate limited: a CDN may request them. */
export function widgetRoutes({ widget }: Deps): OpenAPIHono<RequestEnv> {
  const app = new OpenAPIHono<RequestEnv>();

  function send(c: Context, path: string, cacheControl: string): Response {
    const file = widget.get(path);
    if (!file) throw new AppError('not_found', 'The widget has no such file.');
    return sendFile(c, file, { ...publicHeaders, 'Cache-Control': cacheControl });
  }

  for (const [name, [operation, summary]] of Object.entries(entryFiles)) {
    const path = `/v1/${name}`;
    describeScript(app, { path, operation, summary });
    app.get(path, (c) => send(c, name, shortCache));
  }

  describeScript(app, {
    path: '/v1/assets/{file}',
    operation: 'getAsset',
    summary: 'Get a part of the widget, with a hash in its name',
    params: z.object({
      file: z.string().meta({ description: 'File name, as in the widget’s scripts.' }),
    }),
  });
  app.get('/v1/assets/:file', (c) => send(c, `assets/${c.req.param('file')}`, immutableCache));
  return app;
}

function describeScript(
  app: OpenAPIHono<RequestEnv>,
  script: { path: string; operation: string; summary: string; params?: z.ZodObject },
): void {
  const text = { schema: z.string(), mediaType: 'text/javascript' };
  describePublic(app, {
    method: 'get',
    ...script,
    tag: 'Widget',
    replies: [{ status: 200, description: 'JavaScript.', ...text }],
    problems: [404],
  });
}
