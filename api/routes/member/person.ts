import { OpenAPIHono } from '@hono/zod-openapi';
import { passwordChange, person, personChange, personSession } from '../../../contract/people.ts';
import type { Deps } from '../../deps.ts';
import { clearSessionCookie } from '../../http/session-cookie.ts';
import { smallBody } from '../../http/validate.ts';
import { listMemberships } from '../../members/members.ts';
import { describePublic } from '../../openapi/openapi.ts';
import { changePassword, endAllSessions, endSession, renamePerson } from '../../people/people.ts';
import type { MemberGuard, PersonEnv } from './guard.ts';

const tag = 'Members';
const needsSession = true;

/** Routes for signed-in people: their own name, sessions and password. */
export function personRoutes(deps: Deps, member: MemberGuard): OpenAPIHono<PersonEnv> {
  const app = new OpenAPIHono<PersonEnv>();
  const { database, clock } = deps;
  const { cookie } = member;

  describePublic(app, {
    method: 'get',
    path: '/api/session',
    operation: 'getSession',
    summary: 'Get the current session',
    tag,
    needsSession,
    replies: [
      {
        status: 200,
        description: 'The signed-in person and their projects.',
        schema: personSession,
      },
    ],
    problems: [401, 503],
  });
  app.get('/api/session', member.requireSession, async (c) => {
    const { person } = c.get('session');
    return c.json({ person, projects: await listMemberships(database.reader, person.id) });
  });

  describePublic(app, {
    method: 'patch',
    path: '/api/person',
    operation: 'changePerson',
    summary: 'Edit your name',
    tag,
    needsSession,
    body: { schema: personChange, mediaType: 'application/json' },
    replies: [{ status: 200, description: 'The person with the new name.', schema: person }],
    problems: [400, 401, 403, 413, 415, 422, 503],
  });
  app.patch('/api/person', member.requireSession, async (c) => {
    const { name } = await smallBody(c, personChange);
    return c.json(await renamePerson(database, c.get('session').person, name, clock()));
  });

  describePublic(app, {
    method: 'delete',
    path: '/api/session',
    operation: 'signOut',
    summary: 'Sign out',
    tag,
    needsSession,
    replies: [{ status: 204, description: 'The session has ended.' }],
    problems: [401, 403, 503],
  });
  app.delete('/api/session', member.requireSession, async (c) => {
    await endSession(database, c.get('session').tokenHash);
    clearSessionCookie(c, cookie);
    return c.body(null, 204);
  });

  describePublic(app, {
    method: 'delete',
    path: '/api/sessions',
    operation: 'signOutEverywhere',
    summary: 'Sign out everywhere',
    description: 'Ends all sessions of the person, including this one.',
    tag,
    needsSession,
    replies: [{ status: 204, description: 'All sessions have ended.' }],
    problems: [401, 403, 503],
  });
  app.delete('/api/sessions', member.requireSession, async (c) => {
    await endAllSessions(database, c.get('session').person.id);
    clearSessionCookie(c, cookie);
    return c.body(null, 204);
  });

  describePublic(app, {
    method: 'post',
    path: '/api/password',
    operation: 'changePassword',
    summary: 'Change your password',
    description: 'Ends all other sessions of the person.',
    tag,
    needsSession,
    body: { schema: passwordChange, mediaType: 'application/json' },
    replies: [{ status: 204, description: 'The password is changed.' }],
    problems: [400, 401, 403, 413, 415, 422, 503],
  });
  app.post('/api/password', member.requireSession, async (c) => {
    const change = await smallBody(c, passwordChange);
    const { person, tokenHash } = c.get('session');
    const passwordHash = await member.signInLimits.run(c, person.email, () =>
      changePassword(database, { person, tokenHash, change }, clock()),
    );
    const login = { email: person.email, passwordHash };
    const deviceCookie = member.devices.remember(c.req.header('cookie'), login);
    c.header('Set-Cookie', deviceCookie, { append: true });
    return c.body(null, 204);
  });

  return app;
}
