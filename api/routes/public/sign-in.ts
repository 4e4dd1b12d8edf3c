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
      'Starts a session and sets its cookie. The session ends after 30 days without use, and after 90 days in any case. At most 10 wrong passwords are allowed in 15 minutes per e-mail address and network, on all routes together; the right password clears them. Devices that have never signed in to the account share a limit of 100 wrong passwords an hour. The cookie `tidings-device` identifies a device that has signed in, until the password is replaced.',
    tag,
    body: { schema: signInRequest, mediaType },
    replies: [
      {
        status: 200,
        description: 'The signed-in person and their projects.',
        schema: personSession,
      },
    ],
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
    summary: 'Look up an invitation',
    tag,
    body: { schema: invitationLookup, mediaType },
    replies: [
      { status: 200, description: 'The offer of the invitation.', schema: invitationOffer },
    ],
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
    summary: 'Accept an invitation and sign in',
    description:
      'An invitation can be accepted once. A new person chooses a password. A person who already signs in here sends their existing password.',
    tag,
    body: { schema: invitationAcceptance, mediaType },
    replies: [
      {
        status: 200,
        description: 'The signed-in person and their projects.',
        schema: personSession,
      },
    ],
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
