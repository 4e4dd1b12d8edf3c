import type { OpenAPIHono } from '@hono/zod-openapi';
import { publishRequest, release, rollBackRequest } from '../../../contract/releases.ts';
import { transitions } from '../../../contract/vocabulary.ts';
import { toInstant } from '../../releases/local-time.ts';
import { publish, rollBack, schedule, unschedule } from '../../releases/publishing.ts';
import { requirementOf } from '../../releases/release-state.ts';
import type { MemberGuard } from './guard.ts';
import { type MemberEnv, memberRoute } from './member-route.ts';
import { optionalRevision } from './preconditions.ts';

type App = OpenAPIHono<MemberEnv>;

const releasePath = '/api/projects/{project}/releases/{release}';

/** Routes that publish, schedule and roll back. `If-Match` is optional. */
export function addPublishRoutes(app: App, member: MemberGuard): void {
  addPublish(app, member);
  addUnschedule(app, member);
  addRollBack(app, member);
}

function addPublish(app: App, member: MemberGuard): void {
  const route = {
    method: 'post',
    path: `${releasePath}/publish`,
    operation: 'publishRelease',
    summary: 'Publish or schedule a release',
    description: `${requirementOf('publish')}. Without a body, the release goes live immediately. \`at\` is local wall time in \`zone\`: a time that the clocks skip is rejected, and a time that occurs twice means the earlier one. If the release has no display date, it gets the day (UTC) on which it goes live.`,
    tag: 'Releases',
    role: transitions.publish.role,
    body: publishRequest,
    bodyOptional: true,
    mayMatch: true,
    reply: { status: 200, description: 'The live or scheduled release.', schema: release },
  } as const;
  memberRoute(app, member, route, async (c, { ids, body: { at, zone } }) => {
    const expected = optionalRevision(c);
    const publishAt = at && zone ? await toInstant({ at, zone }) : undefined;
    return member.write(c, async (change) => {
      const target = { releaseId: ids.release, expected };
      const published = publishAt
        ? await schedule(change, { ...target, publishAt })
        : await publish(change, target);
      return { status: 200, body: published, etag: String(published.revision) };
    });
  });
}

function addUnschedule(app: App, member: MemberGuard): void {
  const route = {
    method: 'post',
    path: `${releasePath}/unschedule`,
    operation: 'unscheduleRelease',
    summary: 'Unschedule a release',
    description: `${requirementOf('unschedule')}. The release becomes a draft again. Once it is live, it can only be rolled back.`,
    tag: 'Releases',
    role: transitions.unschedule.role,
    mayMatch: true,
    reply: { status: 200, description: 'The release as a draft.', schema: release },
  } as const;
  memberRoute(app, member, route, async (c, { ids }) => {
    const expected = optionalRevision(c);
    return member.write(c, async (change) => {
      const draft = await unschedule(change, { releaseId: ids.release, expected });
      return { status: 200, body: draft, etag: String(draft.revision) };
    });
  });
}

function addRollBack(app: App, member: MemberGuard): void {
  const route = {
    method: 'post',
    path: `${releasePath}/roll-back`,
    operation: 'rollBackRelease',
    summary: 'Roll back a release',
    description: `${requirementOf('roll_back')}. The release disappears from everything that visitors see. Its record and its answers are kept.`,
    tag: 'Releases',
    role: transitions.roll_back.role,
    body: rollBackRequest,
    mayMatch: true,
    reply: { status: 200, description: 'The rolled-back release.', schema: release },
  } as const;
  memberRoute(app, member, route, async (c, { ids, body: { reason } }) => {
    const expected = optionalRevision(c);
    return member.write(c, async (change) => {
      const rolledBack = await rollBack(change, { releaseId: ids.release, expected, reason });
      return { status: 200, body: rolledBack, etag: String(rolledBack.revision) };
    });
  });
}
