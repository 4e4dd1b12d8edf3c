import { OpenAPIHono } from '@hono/zod-openapi';
import { sql } from 'kysely';
import { z } from 'zod';
import type { Deps } from '../deps.ts';
import { AppError } from '../errors.ts';
import type { RequestEnv } from './env.ts';
import { describePublic, type PublicRoute } from './openapi.ts';

/** What the operator's tools ask: does the process answer, and does this node want requests? */
export function healthRoutes({ database, stopping }: Deps): OpenAPIHono<RequestEnv> {
  const app = new OpenAPIHono<RequestEnv>();
  describePublic(app, told('/healthz', 'getHealth', 'See that the process answers'));
  describePublic(app, told('/readyz', 'getReadiness', 'See whether this node wants requests'));
  app.get('/healthz', (c) => c.json({ status: 'ok' }));
  app.get('/readyz', async (c) => {
    if (stopping.aborted) throw new AppError('unavailable', 'This node is about to stop.');
    await sql`select 1`.execute(database.reader);
    return c.json({ status: 'ready' });
  });
  return app;
}

function told(path: string, operation: string, summary: string): PublicRoute {
  const schema = z.object({ status: z.string() });
  const replies = [{ status: 200 as const, description: 'It does.', schema }];
  return { method: 'get', path, operation, summary, tag: 'Operation', replies, problems: [503] };
}
