import { OpenAPIHono } from '@hono/zod-openapi';
import { instanceStatus } from '../../../contract/instance.ts';
import type { ProxyWatch } from '../../http/proxy-watch.ts';
import { type MemberEnv, memberRoute, type RoleGuard } from './member-route.ts';

/** Warnings about the instance, for the owners of any project. */
export function instanceRoutes(member: RoleGuard, proxies: ProxyWatch): OpenAPIHono<MemberEnv> {
  const app = new OpenAPIHono<MemberEnv>();
  memberRoute(
    app,
    member,
    {
      method: 'get',
      path: '/api/instance',
      operation: 'getInstance',
      summary: 'Get the warnings about this instance',
      description:
        'Returns the problems that this node has noticed since it started. After you correct a problem, restart the server to clear its warning.',
      tag: 'Operation',
      role: 'owner',
      reply: { status: 200, description: 'The warnings, if any.', schema: instanceStatus },
    },
    (c) => c.json({ warnings: proxies.warnings() }),
  );
  return app;
}
