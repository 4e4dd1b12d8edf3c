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
      summary: 'List invitations',
      description:
        'Returns all invitations, newest first, including accepted and expired ones. Their links are not included.',
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
      summary: 'Create an invitation',
      description:
        'Creates a link that works once, within 7 days. Only this reply contains the link. If you set an e-mail address, only a person with that address can accept the invitation. Tidings sends no e-mail.',
      tag,
      role,
      body: invitationCreate,
      reply: { status: 201, description: 'The new invitation.', schema: invitationCreated },
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
      summary: 'Get an invitation',
      tag,
      role,
      reply: { status: 200, description: 'Invitation without its link.', schema: listedInvitation },
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
      summary: 'Withdraw an invitation',
      description: 'The link stops working immediately.',
      tag,
      role,
      reply: { status: 204, description: 'The invitation is withdrawn.' },
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
