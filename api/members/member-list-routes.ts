import { OpenAPIHono } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { listOf, pageQuery } from '../../contract/fields.ts';
import { type Member, member as memberSchema } from '../../contract/members.ts';
import type { Deps } from '../deps.ts';
import { type MemberEnv, memberRoute } from '../http/member-route.ts';
import { sendPageById } from '../http/pages.ts';
import type { MemberGuard } from './guard.ts';
import { listMembers } from './member-queries.ts';
import { getMember } from './members.ts';

const tag = 'Members';

export function memberListRoutes(deps: Deps, member: MemberGuard): OpenAPIHono<MemberEnv> {
  const app = new OpenAPIHono<MemberEnv>();
  const { database } = deps;

  memberRoute(
    app,
    member,
    {
      method: 'get',
      path: '/api/projects/{project}/members',
      operation: 'listMembers',
      summary: 'List the members of a project',
      description:
        'In the order in which they first came to this instance. Only people and keys of scope `admin` see e-mail addresses.',
      tag,
      role: 'viewer',
      query: pageQuery,
      reply: { status: 200, description: 'A page of members.', schema: listOf(memberSchema) },
    },
    (c, { query }) =>
      sendPageById(c, query, async (wanted) => {
        const members = await listMembers(database.reader, c.get('project').id, wanted);
        return members.map((member) => asShownTo(c, member));
      }),
  );

  memberRoute(
    app,
    member,
    {
      method: 'get',
      path: '/api/projects/{project}/members/{person}',
      operation: 'getMember',
      summary: 'Read a member',
      tag,
      role: 'viewer',
      reply: { status: 200, description: 'The member.', schema: memberSchema },
    },
    async (c, { ids }) => {
      const at = { projectId: c.get('project').id, personId: ids.person };
      const found = await getMember(database.reader, at);
      c.header('ETag', `"${found.revision}"`);
      return c.json(asShownTo(c, found));
    },
  );

  return app;
}

/** A member as the caller may see it: a program gets e-mail addresses only with an admin key. */
function asShownTo(c: Context<MemberEnv>, member: Member): Member {
  const { person, role } = c.get('caller');
  return person || role === 'owner' ? member : { ...member, email: null };
}
