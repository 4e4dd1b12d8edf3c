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
    summary: 'Get the satisfaction score of a release',
    description:
      'Returns the score with n and a 95% interval, the reach, the reasons, the figures by day, and the number of answers that were left out.',
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
