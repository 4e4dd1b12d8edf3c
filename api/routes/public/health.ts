import { OpenAPIHono } from '@hono/zod-openapi';
import { sql } from 'kysely';
import { z } from 'zod';
import type { Deps } from '../../deps.ts';
import { AppError } from '../../errors.ts';
import type { RequestEnv } from '../../http/request-info.ts';
import { describePublic, type PublicRoute } from '../../openapi/openapi.ts';

/** Health checks for the operator's tools: whether the process answers, and whether it is ready. */
export function healthRoutes({ database, readiness, stopping }: Deps): OpenAPIHono<RequestEnv> {
  const app = new OpenAPIHono<RequestEnv>();
  describePublic(
    app,
    describeHealth('/healthz', 'getHealth', 'Check that the process is running', healthSchema),
  );
  describePublic(
    app,
    describeHealth(
      '/readyz',
      'getReadiness',
      'Check whether this node accepts requests',
      readinessSchema,
    ),
  );
  app.get('/healthz', (c) => c.json({ status: 'ok' }));
  app.get('/readyz', async (c) => {
    if (stopping.aborted) throw new AppError('unavailable', 'This server is shutting down.');
    await sql`select 1`.execute(database.reader);
    const detail = readiness.list();
    return c.json({ status: 'ready', ...(detail.length > 0 && { detail }) });
  });
  return app;
}

const healthSchema = z.object({ status: z.string() });
const readinessSchema = healthSchema.extend({
  detail: z
    .array(z.string())
    .optional()
    .describe('Sentences for the operator about problems and unfinished jobs of this instance.'),
});

function describeHealth(
  path: string,
  operation: string,
  summary: string,
  schema: z.ZodType,
): PublicRoute {
  const replies = [{ status: 200 as const, description: 'The check succeeded.', schema }];
  return { method: 'get', path, operation, summary, tag: 'Operation', replies, problems: [503] };
}
