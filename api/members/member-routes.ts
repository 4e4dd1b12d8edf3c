import { OpenAPIHono } from '@hono/zod-openapi';
import { listOf, pageQuery } from '../../contract/fields.ts';
import { apiKeyCreate, apiKeyCreated, listedApiKey } from '../../contract/keys.ts';
import type { Deps } from '../deps.ts';
import { type MemberEnv, memberRoute } from '../http/member-route.ts';
import { sendPageById } from '../http/pages.ts';
import { createApiKey, getApiKey } from './api-keys.ts';
import type { MemberGuard } from './guard.ts';
import { describeKeys } from './makers.ts';
import { listApiKeys } from './queries.ts';

const tag = 'Keys';
const role = 'owner';

export function keyRoutes(deps: Deps, member: MemberGuard): OpenAPIHono<MemberEnv> {
  const app = new OpenAPIHono<MemberEnv>();
  const { database, randomId, clock } = deps;
  const { reader } = database;

  memberRoute(
    app,
    member,
    {
      method: 'get',
      path: '/api/projects/{project}/keys',
      operation: 'listApiKeys',
      summary: 'List the API keys, newest first',
      description: 'By name and prefix; the keys themselves are kept nowhere.',
      tag,
      role,
      query: pageQuery,
      reply: { status: 200, description: 'A page of keys.', schema: listOf(listedApiKey) },
    },
    (c, { query }) =>
      sendPageById(c, query, async (wanted) => {
        const { id } = c.get('project');
        return describeKeys(reader, id, await listApiKeys(reader, id, wanted), clock());
      }),
  );

  memberRoute(
    app,
    member,
    {
      method: 'post',
      path: '/api/projects/{project}/keys',
      operation: 'createApiKey',
      summary: 'Make an API key',
      description: 'The reply is the only one that shows it.',
      tag,
      role,
      body: apiKeyCreate,
      reply: { status: 201, description: 'The key that was made.', schema: apiKeyCreated },
    },
    (c, { body }) =>
      member.write(c, async ({ trx, now, projectId, actor }) => {
        const input = { ...body, projectId, id: randomId(), actor };
        const created = await createApiKey(trx, input, now);
        const location = `/api/projects/${projectId}/keys/${created.id}`;
        return { status: 201, body: created, etag: '1', location };
      }),
  );

  memberRoute(
    app,
    member,
    {
      method: 'get',
      path: '/api/projects/{project}/keys/{key}',
      operation: 'getApiKey',
      summary: 'Read what is known of an API key',
      tag,
      role,
      reply: { status: 200, description: 'The key, without its text.', schema: listedApiKey },
    },
    async (c, { ids }) => {
      const { id } = c.get('project');
      const [found] = await describeKeys(
        reader,
        id,
        [await getApiKey(reader, id, ids.key)],
        clock(),
      );
      c.header('ETag', '"1"');
      return c.json(found);
    },
  );

  return app;
}
