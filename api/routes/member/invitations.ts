import { OpenAPIHono } from '@hono/zod-openapi';
import { listOf, pageQuery } from '../../../contract/fields.ts';
import {
  invitationCreate,
  invitationCreated,
  listedInvitation,
} from '../../../contract/members.ts';
import type { Deps } from '../../deps.ts';
import { listInvitations } from '../../members/invitation-queries.ts';
import { createInvitation, deleteInvitation, getInvitation } from '../../members/invitations.ts';
import { withCreators } from './creators.ts';
import type { MemberGuard } from './guard.ts';
import { type MemberEnv, memberRoute } from './member-route.ts';
import { sendPageById } from './pages.ts';
import { expectUnchanged } from './preconditions.ts';

const tag = 'Members';
const role = 'owner';

export function invitationRoutes(deps: Deps, member: MemberGuard): OpenAPIHono<MemberEnv> {
  const app = new OpenAPIHono<MemberEnv>();
  const { reader } = deps.database;
  const { publicUrl } = deps.config;

  memberRoute(
    app,
    member,
    {
      method: 'get',
      path: '/api/projects/{project}/invitations',
      operation: 'listInvitations',
      summary: 'List the invitations, newest first',
      description: 'Those that were accepted or have expired too; never a link.',
      tag,
      role,
      query: pageQuery,
      reply: {
        status: 200,
        description: 'A page of invitations.',
        schema: listOf(listedInvitation),
      },
    },
    (c, { query }) =>
      sendPageById(c, query, async (page) => {
        const { id } = c.get('project');
        return withCreators(reader, id, await listInvitations(reader, id, page));
      }),
  );

  memberRoute(
    app,
    member,
    {
      method: 'post',
      path: '/api/projects/{project}/invitations',
      operation: 'createInvitation',
      summary: 'Invite somebody',
      description:
        'By a link that works once, within 7 days; this reply is the only one that shows it. With an e-mail address it is for that one alone. No mail is sent.',
      tag,
      role,
      body: invitationCreate,
      reply: { status: 201, description: 'The invitation.', schema: invitationCreated },
    },
    (c, { body }) =>
      member.write(c, async (change) => {
        const created = await createInvitation(change, { ...body, publicUrl });
        const location = `/api/projects/${change.projectId}/invitations/${created.id}`;
        return { status: 201, body: created, etag: '1', location };
      }),
  );

  memberRoute(
    app,
    member,
    {
      method: 'get',
      path: '/api/projects/{project}/invitations/{invitation}',
      operation: 'getInvitation',
      summary: 'Read an invitation',
      tag,
      role,
      reply: { status: 200, description: 'It, without its link.', schema: listedInvitation },
    },
    async (c, { ids }) => {
      const { id } = c.get('project');
      const [found] = await withCreators(reader, id, [
        await getInvitation(reader, id, ids.invitation),
      ]);
      c.header('ETag', '"1"');
      return c.json(found);
    },
  );

  memberRoute(
    app,
    member,
    {
      method: 'delete',
      path: '/api/projects/{project}/invitations/{invitation}',
      operation: 'deleteInvitation',
      summary: 'Take an invitation back',
      description: 'Its link opens nothing any more, from the reply on.',
      tag,
      role,
      reply: { status: 204, description: 'It is gone.' },
    },
    (c, { ids }) => {
      expectUnchanged(c);
      return member.write(c, async (change) => {
        await deleteInvitation(change, ids.invitation);
        return { status: 204 };
      });
    },
  );

  return app;
}
