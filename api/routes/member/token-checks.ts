import { OpenAPIHono } from '@hono/zod-openapi';
import { listOf } from '../../../contract/fields.ts';
import { sighting } from '../../../contract/sightings.ts';
import { tokenCheck, tokenCheckRequest } from '../../../contract/token-checks.ts';
import type { Deps } from '../../deps.ts';
import { listHeartbeats } from '../../heartbeats/heartbeat-queries.ts';
import { checkToken } from '../../keys/token-checks.ts';
import type { MemberGuard } from './guard.ts';
import { type MemberEnv, memberRoute } from './member-route.ts';

/** Routes that check the host product's installation: its snippet and its tokens. */
export function checkRoutes(deps: Deps, member: MemberGuard): OpenAPIHono<MemberEnv> {
  const app = new OpenAPIHono<MemberEnv>();
  const { reader } = deps.database;

  memberRoute(
    app,
    member,
    {
      method: 'get',
      path: '/api/projects/{project}/sightings',
      operation: 'listSightings',
      summary: 'List the origins that request the feed',
      description:
        'Shows whether the snippet works. Returns at most 50 origins of pages, and 20 more that the allowed origins exclude, the most recently seen first. No visitors or network addresses are included. Programs send no `Origin` and are not listed.',
      tag: 'Projects',
      role: 'viewer',
      reply: { status: 200, description: 'The origins.', schema: listOf(sighting) },
    },
    async (c) => {
      const { id, allowedOrigins } = c.get('project');
      return c.json({ data: await listHeartbeats(reader, id, allowedOrigins) });
    },
  );

  memberRoute(
    app,
    member,
    {
      method: 'post',
      path: '/api/projects/{project}/token-checks',
      operation: 'checkToken',
      summary: 'Check a visitor’s token',
      description:
        'Returns the visitor that the token identifies, or the exact reason why it is refused. The token is neither stored nor logged.',
      tag: 'Keys',
      role: 'owner',
      body: tokenCheckRequest,
      reply: { status: 200, description: 'The result of the check.', schema: tokenCheck },
    },
    async (c, { body }) => {
      const found = await checkToken(
        reader,
        deps.keys.protection,
        c.get('project').id,
        body.token.trim(),
        deps.clock(),
      );
      return c.json(found);
    },
  );

  return app;
}
