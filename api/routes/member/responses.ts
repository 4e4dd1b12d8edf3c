import { OpenAPIHono } from '@hono/zod-openapi';
import { listOf, pageQuery } from '../../../contract/fields.ts';
import { response, responseFilter } from '../../../contract/responses.ts';
import type { Deps } from '../../deps.ts';
import { requireRelease } from '../../releases/releases.ts';
import { listResponses, responseCursor } from '../../responses/list-queries.ts';
import type { MemberGuard } from './guard.ts';
import { type MemberEnv, memberRoute } from './member-route.ts';
import { cutPage, readCursor, sendPage } from './pages.ts';

/** The route that lists visitors' answers for members. */
export function responseListRoutes(deps: Deps, member: MemberGuard): OpenAPIHono<MemberEnv> {
  const { reader } = deps.database;
  const app = new OpenAPIHono<MemberEnv>();
  const route = {
    method: 'get',
    path: '/api/projects/{project}/releases/{release}/responses',
    operation: 'listResponses',
    summary: 'List responses about a release',
    description:
      'Returns the responses, newest first, each in its latest edition. Visitors are identified only by pseudonym.',
    tag: 'Scores',
    role: 'viewer',
    query: responseFilter.extend(pageQuery.shape),
    reply: { status: 200, description: 'A page of responses.', schema: listOf(response) },
  } as const;
  memberRoute(app, member, route, async (c, { ids, query }) => {
    const projectId = c.get('project').id;
    await requireRelease(reader, projectId, ids.release);
    const { limit, cursor, ...filter } = query;
    const listQuery = { ...filter, after: readCursor(cursor, responseCursor), limit: limit + 1 };
    const rows = await listResponses(reader, projectId, ids.release, listQuery);
    return sendPage(c, cutPage(rows, limit), ({ receivedAt, id }) => [receivedAt, id]);
  });
  return app;
}
