import { OpenAPIHono } from '@hono/zod-openapi';
import { listOf, pageQuery } from '../../../contract/fields.ts';
import { heldGroup } from '../../../contract/held-groups.ts';
import { nodeSlot } from '../../db/node-slot.ts';
import type { Deps } from '../../deps.ts';
import { decideGroup, listGroupReviews } from '../../responses/held/review.ts';
import type { MemberGuard } from './guard.ts';
import { type MemberEnv, memberRoute } from './member-route.ts';
import { sendPageById } from './pages.ts';

const tag = 'Scores';

/** Routes to review visitors who are held back because too many came from one network. */
export function reviewRoutes(deps: Deps, member: MemberGuard): OpenAPIHono<MemberEnv> {
  const app = new OpenAPIHono<MemberEnv>();
  const { reader } = deps.database;

  memberRoute(
    app,
    member,
    {
      method: 'get',
      path: '/api/projects/{project}/held-groups',
      operation: 'listHeldGroups',
      summary: 'List the groups of visitors that were held back',
      description:
        'Returns all groups, newest first, including released and rejected ones. A network is held back as a group if it brings more than 10 new anonymous visitors with an answer in an hour, or 30 in a day, and more than a fifth of the project’s.',
      tag,
      role: 'viewer',
      query: pageQuery,
      reply: { status: 200, description: 'A page of groups.', schema: listOf(heldGroup) },
    },
    (c, { query }) =>
      sendPageById(c, query, (page) => listGroupReviews(reader, c.get('project').id, page)),
  );

  for (const state of ['released', 'rejected'] as const) {
    const decision = decisions[state];
    memberRoute(
      app,
      member,
      {
        method: 'post',
        path: `/api/projects/{project}/held-groups/{heldGroup}/${decision.verb}`,
        operation: decision.operation,
        summary: decision.summary,
        description: decision.description,
        tag,
        role: 'publisher',
        reply: { status: 200, description: 'The group with its new state.', schema: heldGroup },
      },
      (c, { ids }) =>
        member.write(c, async (change) => {
          const decided = await decideGroup(change, { id: ids.heldGroup, state }, nodeSlot(0));
          return { status: 200, body: decided };
        }),
    );
  }
  return app;
}

const decisions = {
  released: {
    verb: 'release',
    operation: 'releaseHeldGroup',
    summary: 'Release a held group',
    description:
      'Counts the group’s answers and exposures in the scores. To reverse this, reject the group.',
  },
  rejected: {
    verb: 'reject',
    operation: 'rejectHeldGroup',
    summary: 'Reject a held group',
    description:
      'Leaves the group’s answers and exposures out of the scores. To reverse this, release the group.',
  },
} as const;
