import { OpenAPIHono } from '@hono/zod-openapi';
import { score } from '../../../contract/scores.ts';
import type { Deps } from '../../deps.ts';
import { requireRelease } from '../../releases/releases.ts';
import { getScore } from '../../scores/scores.ts';
import type { MemberGuard } from './guard.ts';
import { type MemberEnv, memberRoute } from './member-route.ts';

/** The route that reads a release's satisfaction score. */
export function scoreRoutes(deps: Deps, member: MemberGuard): OpenAPIHono<MemberEnv> {
  const { reader } = deps.database;
  const app = new OpenAPIHono<MemberEnv>();
  const route = {
    method: 'get',
    path: '/api/projects/{project}/releases/{release}/score',
    operation: 'getScore',
    summary: 'The satisfaction score of a release',
    description:
      'With n and a 95 % interval, the funnel behind it, reasons, days, and what was left out.',
    tag: 'Scores',
    role: 'viewer',
    reply: { status: 200, description: 'The score.', schema: score },
  } as const;
  memberRoute(app, member, route, async (c, { ids }) => {
    const project = c.get('project');
    const found = await requireRelease(reader, project.id, ids.release);
    return c.json(await getScore(reader, project, found, deps.clock()));
  });
  return app;
}
