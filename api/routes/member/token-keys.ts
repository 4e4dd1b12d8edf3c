import { OpenAPIHono } from '@hono/zod-openapi';
import { listOf, pageQuery } from '../../../contract/fields.ts';
import { listedTokenKey, tokenKeyCreate, tokenKeyCreated } from '../../../contract/keys.ts';
import type { Deps } from '../../deps.ts';
import { listTokenKeys } from '../../keys/token-key-queries.ts';
import { createTokenKey, getTokenKey, retireTokenKey } from '../../keys/token-keys.ts';
import { withCreators } from './creators.ts';
import type { MemberGuard } from './guard.ts';
import { type MemberEnv, memberRoute } from './member-route.ts';
import { sendPageById } from './pages.ts';
import { expectUnchanged } from './preconditions.ts';

const tag = 'Keys';
const role = 'owner';

export function tokenKeyRoutes(deps: Deps, member: MemberGuard): OpenAPIHono<MemberEnv> {
  const app = new OpenAPIHono<MemberEnv>();
  const { reader } = deps.database;
  const { protection } = deps.keys;

  memberRoute(
    app,
    member,
    {
      method: 'get',
      path: '/api/projects/{project}/token-keys',
      operation: 'listTokenKeys',
      summary: 'List token keys',
      description:
        'Returns the keys that verify visitors’ tokens, newest first, including retired ones. Secrets are not included.',
      tag,
      role,
      query: pageQuery,
      reply: { status: 200, description: 'A page of token keys.', schema: listOf(listedTokenKey) },
    },
    (c, { query }) =>
      sendPageById(c, query, async (page) => {
        const { id } = c.get('project');
        return withCreators(reader, id, await listTokenKeys(reader, id, page));
      }),
  );

  memberRoute(
    app,
    member,
    {
      method: 'post',
      path: '/api/projects/{project}/token-keys',
      operation: 'createTokenKey',
      summary: 'Create a token key',
      description:
        'Adds a key that verifies visitors’ tokens. At most two keys can be live. For EdDSA, send your public key. For HS256, the server creates the secret, and only this reply contains it.',
      tag,
      role,
      body: tokenKeyCreate,
      reply: { status: 201, description: 'The new key.', schema: tokenKeyCreated },
    },
    (c, { body }) =>
      member.write(c, async (change) => {
        const created = await createTokenKey(change, protection, body);
        const location = `/api/projects/${change.projectId}/token-keys/${created.id}`;
        return { status: 201, body: created, etag: '1', location };
      }),
  );

  memberRoute(
    app,
    member,
    {
      method: 'get',
      path: '/api/projects/{project}/token-keys/{tokenKey}',
      operation: 'getTokenKey',
      summary: 'Get a token key',
      tag,
      role,
      reply: { status: 200, description: 'The key, without its secret.', schema: listedTokenKey },
    },
    async (c, { ids }) => {
      const { id } = c.get('project');
      const [found] = await withCreators(reader, id, [await getTokenKey(reader, id, ids.tokenKey)]);
      c.header('ETag', '"1"');
      return c.json(found);
    },
  );

  memberRoute(
    app,
    member,
    {
      method: 'delete',
      path: '/api/projects/{project}/token-keys/{tokenKey}',
      operation: 'retireTokenKey',
      summary: 'Retire a token key',
      description: 'Tokens signed with the key are refused immediately.',
      tag,
      role,
      reply: { status: 204, description: 'The key is retired.' },
    },
    (c, { ids }) => {
      expectUnchanged(c);
      return member.write(c, async (change) => {
        await retireTokenKey(change, ids.tokenKey);
        return { status: 204 };
      });
    },
  );

  return app;
}
