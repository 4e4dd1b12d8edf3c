import { OpenAPIHono } from '@hono/zod-openapi';
import { callerNetwork } from '../../../contract/networks.ts';
import type { Deps } from '../../deps.ts';
import { createAddressOf, publicRangeOf } from '../../http/address.ts';
import type { MemberGuard } from './guard.ts';
import { type MemberEnv, memberRoute } from './member-route.ts';

/** Helps owners to list the project's own networks. */
export function networkRoutes({ config }: Deps, member: MemberGuard): OpenAPIHono<MemberEnv> {
  const app = new OpenAPIHono<MemberEnv>();
  const addressOf = createAddressOf(config.trustedProxies);

  memberRoute(
    app,
    member,
    {
      method: 'get',
      path: '/api/projects/{project}/own-network',
      operation: 'getCallerNetwork',
      summary: 'Get the network that the request came from',
      description: 'Returns the network in the format of the project’s `ownNetworks`.',
      tag: 'Projects',
      role: 'owner',
      reply: { status: 200, description: 'The network.', schema: callerNetwork },
    },
    (c) => c.json({ network: publicRangeOf(addressOf(c)) ?? null }),
  );

  return app;
}
