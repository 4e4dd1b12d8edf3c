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
      summary: 'Read the warnings about this instance',
      description:
        'Each node reports what it has noticed since it started. A corrected fault is gone after a restart.',
      tag: 'Operation',
      role: 'owner',
      reply: { status: 200, description: 'The warnings, or none.', schema: instanceStatus },
    },
    (c) => c.json({ warnings: proxies.warnings() }),
  );
  return app;
}
