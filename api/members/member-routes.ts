import { OpenAPIHono } from '@hono/zod-openapi';
import { listOf, pageQuery } from '../../contract/fields.ts';
import { apiKey, apiKeyCreate, apiKeyCreated } from '../../contract/keys.ts';
import type { Deps } from '../deps.ts';
import { type MemberEnv, memberRoute } from '../http/member-route.ts';
import { sendPageById } from '../http/pages.ts';
import { expectUnchanged } from '../http/preconditions.ts';
import { createApiKey, deleteApiKey, getApiKey } from './api-keys.ts';
import type { MemberGuard } from './guard.ts';
import { listApiKeys } from './queries.ts';

const tag = 'Keys';
const role = 'owner';

export function keyRoutes(deps: Deps, member: MemberGuard): OpenAPIHono<MemberEnv> {
  const app = new OpenAPIHono<MemberEnv>();
  const { database, randomId } = deps;

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
      reply: { status: 200, description: 'A page of keys.', schema: listOf(apiKey) },
    },
    (c, { query }) =>
      sendPageById(c, query, (wanted) => listApiKeys(database.reader, c.get('project').id, wanted)),
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
      reply: { status: 200, description: 'The key, without its text.', schema: apiKey },
    },
    async (c, { ids }) => {
      const found = await getApiKey(database.reader, c.get('project').id, ids.key);
      c.header('ETag', '"1"');
      return c.json(found);
    },
  );

  memberRoute(
    app,
    member,
    {
      method: 'delete',
      path: '/api/projects/{project}/keys/{key}',
      operation: 'deleteApiKey',
      summary: 'Delete an API key',
      description: 'It opens nothing any more, from the reply on.',
      tag,
      role,
      reply: { status: 204, description: 'It is gone.' },
    },
    (c, { ids }) => {
      expectUnchanged(c);
      return member.write(c, async ({ trx, now, projectId, actor }) => {
        await deleteApiKey(trx, { projectId, id: ids.key, actor }, now);
        return { status: 204 };
      });
    },
  );

  return app;
}
