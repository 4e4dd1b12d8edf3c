import { OpenAPIHono } from '@hono/zod-openapi';
import {
  passwordLinkLookup,
  passwordLinkOwner,
  passwordReset,
  personSession,
} from '../../../contract/people.ts';
import type { Deps } from '../../deps.ts';
import type { RequestEnv } from '../../http/request-info.ts';
import { createSessionGuard } from '../../http/same-origin.ts';
import { sendSession } from '../../http/session-cookie.ts';
import { smallBody } from '../../http/validate.ts';
import { describePublic } from '../../openapi/openapi.ts';
import { getPasswordLinkOwner, resetPassword } from '../../people/password-links.ts';
import type { MemberGuard } from '../member/guard.ts';
import { startSession } from './start-session.ts';

const tag = 'Members';
const mediaType = 'application/json';

/** Routes for people who forgot their password and got a link from the operator. */
export function passwordLinkRoutes(deps: Deps, member: MemberGuard): OpenAPIHono<RequestEnv> {
  const app = new OpenAPIHono<RequestEnv>();
  const { config, database, clock } = deps;
  const sessionGuard = createSessionGuard(config);
  const { signInLimits } = member;

  describePublic(app, {
    method: 'post',
    path: '/api/password-link-lookups',
    operation: 'lookUpPasswordLink',
    summary: 'Look up a password link',
    tag,
    body: { schema: passwordLinkLookup, mediaType },
    replies: [
      {
        status: 200,
        description: 'The person whose password the link replaces.',
        schema: passwordLinkOwner,
      },
    ],
    problems: [400, 404, 413, 415, 422, 503],
  });
  app.post('/api/password-link-lookups', async (c) => {
    const { token } = await smallBody(c, passwordLinkLookup);
    await signInLimits.countNetworkAttempt(c);
    return c.json(await getPasswordLinkOwner(database.reader, token, clock()));
  });

  describePublic(app, {
    method: 'post',
    path: '/api/password-resets',
    operation: 'resetPassword',
    summary: 'Reset a password and sign in',
    description:
      'Sets a new password with a link, which works once, within a day. `npx tidings member password` prints such a link. All previous sessions of the person end.',
    tag,
    body: { schema: passwordReset, mediaType },
    replies: [
      {
        status: 200,
        description: 'The signed-in person and their projects.',
        schema: personSession,
      },
    ],
    problems: [400, 401, 403, 404, 413, 415, 422, 503],
  });
  app.post('/api/password-resets', sessionGuard, async (c) => {
    const { token, password } = await smallBody(c, passwordReset);
    await signInLimits.countNetworkAttempt(c);
    const { email } = await resetPassword(deps, { token, password });
    await signInLimits.clear(c, email);
    const credentials = { email, password };
    return sendSession(c, await startSession(deps, member, c.req.header('cookie'), credentials));
  });

  return app;
}
