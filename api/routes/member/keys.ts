import { OpenAPIHono } from '@hono/zod-openapi';
import { listOf, pageQuery } from '../../../contract/fields.ts';
import { apiKeyCreate, apiKeyCreated, listedApiKey } from '../../../contract/keys.ts';
import { withdrawalList, withdrawalQuery } from '../../../contract/withdrawals.ts';
import type { Deps } from '../../deps.ts';
import { listApiKeys } from '../../keys/api-key-queries.ts';
import { createApiKey, deleteApiKey, getApiKey, takeOverApiKey } from '../../keys/api-keys.ts';
import { listGrantsUnder } from '../../members/withdrawals.ts';
import { describeGrants, describeKeys } from './creators.ts';
import type { MemberGuard } from './guard.ts';
import { type MemberEnv, memberRoute } from './member-route.ts';
import { sendPageById } from './pages.ts';
import { expectUnchanged } from './preconditions.ts';

const tag = 'Keys';
const role = 'owner';

export function keyRoutes(deps: Deps, member: MemberGuard): OpenAPIHono<MemberEnv> {
  const app = new OpenAPIHono<MemberEnv>();
  const { database, clock } = deps;
  const { reader } = database;

  memberRoute(
    app,
    member,
    {
      method: 'get',
      path: '/api/projects/{project}/keys',
      operation: 'listApiKeys',
      summary: 'List API keys',
      description:
        'Returns the names and prefixes of keys, newest first. The keys themselves are not stored.',
      tag,
      role,
      query: pageQuery,
      reply: { status: 200, description: 'A page of API keys.', schema: listOf(listedApiKey) },
    },
    (c, { query }) =>
      sendPageById(c, query, async (page) => {
        const { id } = c.get('project');
        return describeKeys(reader, id, await listApiKeys(reader, id, page), clock());
      }),
  );

  memberRoute(
    app,
    member,
    {
      method: 'post',
      path: '/api/projects/{project}/keys',
      operation: 'createApiKey',
      summary: 'Create an API key',
      description: 'Only this reply contains the key.',
      tag,
      role,
      body: apiKeyCreate,
      reply: { status: 201, description: 'The new key.', schema: apiKeyCreated },
    },
    (c, { body }) =>
      member.write(c, async (change) => {
        const created = await createApiKey(change, body);
        const location = `/api/projects/${change.projectId}/keys/${created.id}`;
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
      summary: 'Get an API key',
      tag,
      role,
      reply: { status: 200, description: 'Key without its secret part.', schema: listedApiKey },
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

/** Routes that delete keys, with everything created with them, or change their creator. */
export function keyChangeRoutes(deps: Deps, member: MemberGuard): OpenAPIHono<MemberEnv> {
  const app = new OpenAPIHono<MemberEnv>();
  const { reader } = deps.database;

  memberRoute(
    app,
    member,
    {
      method: 'delete',
      path: '/api/projects/{project}/keys/{key}',
      operation: 'deleteApiKey',
      summary: 'Delete an API key',
      description:
        'The key stops working immediately. Keys and open invitations that were created with it are withdrawn, including those in projects that it created.',
      tag,
      role,
      query: withdrawalQuery,
      reply: { status: 204, description: 'The key is deleted.' },
      dryRunReply: { status: 200, description: 'The affected objects.', schema: withdrawalList },
    },
    async (c, { ids, query: { dryRun, takeOver } }) => {
      expectUnchanged(c);
      if (dryRun) {
        const { id } = await getApiKey(reader, c.get('project').id, ids.key);
        const formerGrantor = { projectId: c.get('project').id, actor: `key:${id}` };
        return c.json({
          data: await describeGrants(reader, await listGrantsUnder(reader, formerGrantor)),
        });
      }
      return member.write(c, async (change) => {
        await deleteApiKey(change, { id: ids.key, takeOver });
        return { status: 204 };
      });
    },
  );

  memberRoute(
    app,
    member,
    {
      method: 'post',
      path: '/api/projects/{project}/keys/{key}/take-over',
      operation: 'takeOverApiKey',
      summary: 'Take over an API key',
      description:
        'Makes you the creator of the key. Use this for a key whose creator is unknown or may no longer create keys. Only people can take over a key.',
      tag,
      role,
      reply: { status: 200, description: 'The updated key.', schema: listedApiKey },
    },
    (c, { ids }) =>
      member.write(c, async (change) => {
        const { trx, projectId, now } = change;
        const key = await takeOverApiKey(change, ids.key);
        const [body] = await describeKeys(trx, projectId, [key], now);
        return { status: 200, body, etag: '1' };
      }),
  );

  return app;
}
