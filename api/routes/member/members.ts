import { OpenAPIHono } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { z } from 'zod';
import { listOf, pageQuery } from '../../../contract/fields.ts';
import { type Member, memberEdit, member as memberSchema } from '../../../contract/members.ts';
import type { Role } from '../../../contract/vocabulary.ts';
import { withdrawalList, withdrawalQuery } from '../../../contract/withdrawals.ts';
import type { Deps } from '../../deps.ts';
import {
  changeRole,
  getMember,
  listMemberGrants,
  listMembers,
  removeMember,
} from '../../members/members.ts';
import { describeGrants } from './creators.ts';
import type { MemberGuard } from './guard.ts';
import { type MemberEnv, memberRoute } from './member-route.ts';
import { sendPageById } from './pages.ts';
import { expectedRevision } from './preconditions.ts';

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
      summary: 'List members',
      description:
        'Returns the members in the order in which they first joined this instance. E-mail addresses are visible only to people and to keys with scope `admin`.',
      tag,
      role: 'viewer',
      query: pageQuery,
      reply: { status: 200, description: 'A page of members.', schema: listOf(memberSchema) },
    },
    (c, { query }) =>
      sendPageById(c, query, async (page) => {
        const members = await listMembers(database.reader, c.get('project').id, page);
        return members.map((member) => redactEmail(c, member));
      }),
  );

  memberRoute(
    app,
    member,
    {
      method: 'get',
      path: '/api/projects/{project}/members/{person}',
      operation: 'getMember',
      summary: 'Get a member',
      tag,
      role: 'viewer',
      reply: { status: 200, description: 'The member.', schema: memberSchema },
    },
    async (c, { ids }) => {
      const key = { projectId: c.get('project').id, personId: ids.person };
      const found = await getMember(database.reader, key);
      c.header('ETag', `"${found.revision}"`);
      return c.json(redactEmail(c, found));
    },
  );

  return app;
}

/** Removes the e-mail address unless the caller is a person or has an admin key. */
function redactEmail(c: Context<MemberEnv>, member: Member): Member {
  const { person, role } = c.get('caller');
  return person || role === 'owner' ? member : { ...member, email: null };
}

/** Routes that change roles and remove members, and withdraw what those members created. */
export function memberChangeRoutes(deps: Deps, member: MemberGuard): OpenAPIHono<MemberEnv> {
  const app = new OpenAPIHono<MemberEnv>();
  const { database } = deps;

  memberRoute(
    app,
    member,
    {
      method: 'patch',
      path: '/api/projects/{project}/members/{person}',
      operation: 'editMember',
      summary: 'Change a member’s role',
      description:
        'Changes the role immediately. The last owner of a project must remain an owner. If the member is no longer an owner, the keys and open invitations that they created are withdrawn, together with everything created with those keys.',
      tag,
      role: 'owner',
      body: memberEdit,
      query: withdrawalQuery,
      reply: {
        status: 200,
        description: 'The updated member; in a dry run, the objects that would be affected.',
        schema: z.union([memberSchema, withdrawalList]),
      },
    },
    (c, { ids, body: { role }, query: { dryRun, takeOver } }) => {
      const expected = expectedRevision(c);
      if (dryRun) return sendWithdrawals(c, { personId: ids.person, expected, role });
      return member.write(c, async (change) => {
        const update = { personId: ids.person, expected, role, takeOver };
        const changed = await changeRole(change, update);
        return { status: 200, body: changed, etag: String(changed.revision) };
      });
    },
  );

  memberRoute(
    app,
    member,
    {
      method: 'delete',
      path: '/api/projects/{project}/members/{person}',
      operation: 'removeMember',
      summary: 'Remove a member',
      description:
        'Removes the member immediately. The keys and open invitations that they created are withdrawn, together with everything created with those keys. The last owner of a project cannot be removed.',
      tag,
      role: 'owner',
      query: withdrawalQuery,
      reply: { status: 204, description: 'The member is removed.' },
      dryRunReply: { status: 200, description: 'The affected objects.', schema: withdrawalList },
    },
    (c, { ids, query: { dryRun, takeOver } }) => {
      const expected = expectedRevision(c);
      const personId = ids.person;
      if (dryRun) return sendWithdrawals(c, { personId, expected, role: undefined });
      return member.write(c, async (change) => {
        await removeMember(change, { personId, expected, takeOver });
        return { status: 204 };
      });
    },
  );

  async function sendWithdrawals(
    c: Context<MemberEnv>,
    change: { personId: string; expected: number | '*'; role: Role | undefined },
  ): Promise<Response> {
    const target = { ...change, projectId: c.get('project').id };
    const grants = await listMemberGrants(database.reader, target);
    return c.json({ data: await describeGrants(database.reader, grants) });
  }

  return app;
}
