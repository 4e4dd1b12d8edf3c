import { OpenAPIHono } from '@hono/zod-openapi';
import { listedApiKey } from '../../contract/keys.ts';
import { withdrawalList, withdrawalQuery } from '../../contract/withdrawals.ts';
import type { Deps } from '../deps.ts';
import { type MemberEnv, memberRoute } from '../http/member-route.ts';
import { expectUnchanged } from '../http/preconditions.ts';
import { adoptApiKey, deleteApiKey, getApiKey } from './api-keys.ts';
import type { MemberGuard } from './guard.ts';
import { describeGrants, describeKeys } from './makers.ts';
import { listGrantsUnder } from './withdrawals.ts';

const tag = 'Keys';
const role = 'owner';

/** Keys are deleted, with what was created with them, or get another creator. */
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
        'With the reply, the key is refused. Keys and open invitations that were created with it are withdrawn, also in projects that it created.',
      tag,
      role,
      query: withdrawalQuery,
      reply: { status: 204, description: 'The key is deleted.' },
      dryRunReply: { status: 200, description: 'What would be withdrawn.', schema: withdrawalList },
    },
    async (c, { ids, query: { dryRun, takeOver } }) => {
      expectUnchanged(c);
      if (dryRun) {
        const { id } = await getApiKey(reader, c.get('project').id, ids.key);
        const loss = { projectId: c.get('project').id, actor: `key:${id}` };
        return c.json({ data: await describeGrants(reader, await listGrantsUnder(reader, loss)) });
      }
      return member.write(c, async ({ trx, now, projectId, actor }) => {
        await deleteApiKey(trx, { projectId, id: ids.key, actor, takeOver }, now);
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
        'You become its creator. Use it for a key whose creator is unknown or may no longer create keys. People only: a key cannot take over another one.',
      tag,
      role,
      reply: { status: 200, description: 'The key as it is now.', schema: listedApiKey },
    },
    (c, { ids }) =>
      member.write(c, async ({ trx, now, projectId, actor }) => {
        const key = await adoptApiKey(trx, { projectId, id: ids.key, actor }, now);
        const [body] = await describeKeys(trx, projectId, [key], now);
        return { status: 200, body, etag: '1' };
      }),
  );

  return app;
}
