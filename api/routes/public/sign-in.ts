import { OpenAPIHono } from '@hono/zod-openapi';
import {
  invitationAcceptance,
  invitationLookup,
  invitationOffer,
  personSession,
  signInRequest,
} from '../../../contract/people.ts';
import type { Deps } from '../../deps.ts';
import type { RequestEnv } from '../../http/request-info.ts';
import { createSessionGuard } from '../../http/same-origin.ts';
import { sendSession } from '../../http/session-cookie.ts';
import { smallBody } from '../../http/validate.ts';
import { getInvitationOffer } from '../../members/invitations.ts';
import { describePublic } from '../../openapi/openapi.ts';
import { joinByInvitation } from '../../people/join-by-invitation.ts';
import type { MemberGuard } from '../member/guard.ts';
import { startSession } from './start-session.ts';

const tag = 'Members';
const mediaType = 'application/json';

/** Routes under `/api` that need no session. The only others are in `password-links.ts`. */
export function guestRoutes(deps: Deps, member: MemberGuard): OpenAPIHono<RequestEnv> {
  const app = new OpenAPIHono<RequestEnv>();
  const { config, database, clock } = deps;
  const sessionGuard = createSessionGuard(config);
  const { signInLimits } = member;

  describePublic(app, {
    method: 'post',
    path: '/api/session',
    operation: 'signIn',
    summary: 'Sign in',
    description:
      'Sets the cookie of a new session, which lasts 30 days after its last use, and 90 days at most. At most 10 wrong passwords in 15 minutes per e-mail address and network, on all routes together; the right password clears them. Devices that have never signed in to the account share 100 wrong passwords an hour. The cookie `tidings-device` marks a device that has signed in, until the password is replaced.',
    tag,
    body: { schema: signInRequest, mediaType },
    replies: [{ status: 200, description: 'Who is signed in.', schema: personSession }],
    problems: [400, 401, 403, 413, 415, 422, 503],
  });
  app.post('/api/session', sessionGuard, async (c) => {
    const credentials = await smallBody(c, signInRequest);
    const newSession = await signInLimits.run(c, credentials.email, () =>
      startSession(deps, member, c.req.header('cookie'), credentials),
    );
    return sendSession(c, newSession);
  });

  describePublic(app, {
    method: 'post',
    path: '/api/invitation-lookups',
    operation: 'lookUpInvitation',
    summary: 'See what an invitation offers',
    tag,
    body: { schema: invitationLookup, mediaType },
    replies: [{ status: 200, description: 'What it offers.', schema: invitationOffer }],
    problems: [400, 404, 409, 413, 415, 422, 503],
  });
  app.post('/api/invitation-lookups', async (c) => {
    const { token } = await smallBody(c, invitationLookup);
    await signInLimits.countNetworkAttempt(c);
    return c.json(await getInvitationOffer(database.reader, token, clock()));
  });

  describePublic(app, {
    method: 'post',
    path: '/api/invitation-acceptances',
    operation: 'acceptInvitation',
    summary: 'Accept an invitation, and sign in',
    description:
      'Once. Whoever is new here chooses a password; who is known here gives the one that they have.',
    tag,
    body: { schema: invitationAcceptance, mediaType },
    replies: [{ status: 200, description: 'Who is signed in.', schema: personSession }],
    problems: [400, 401, 403, 404, 409, 413, 415, 422, 503],
  });
  app.post('/api/invitation-acceptances', sessionGuard, async (c) => {
    const acceptance = await smallBody(c, invitationAcceptance);
    const { email, password } = acceptance;
    const newSession = await signInLimits.run(c, email, async () => {
      await joinByInvitation(deps, acceptance);
      return startSession(deps, member, c.req.header('cookie'), { email, password });
    });
    return sendSession(c, newSession);
  });

  return app;
}
