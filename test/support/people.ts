import type { Change } from '../../api/change/change.ts';
import { createOwnerLinkAt } from '../../api/commands/owner-link.ts';
import { readConfig } from '../../api/config.ts';
import { createInvitation } from '../../api/members/invitations.ts';
import { type PersonSession, personSession } from '../../contract/people.ts';
import type { Role } from '../../contract/vocabulary.ts';
import type { MemberClient, TestApi } from './api.ts';
import { runChange } from './projects.ts';

/** Someone who is signed in, as they came in: by an invitation. */
export interface TestPerson extends MemberClient {
  id: string;
  email: string;
  password: string;
  /** As their browser sends it. */
  cookie: string;
}

export const testPassword = 'correct horse battery';

/** What a browser would send back of a reply's cookies. */
export function cookieOf(reply: Response): string {
  return reply.headers.getSetCookie()[0]?.split(';')[0] ?? '';
}

/** The token of an invitation's link. */
export function tokenOf({ link }: { link: string }): string {
  return link.split('#enter=')[1] ?? '';
}

/** The token of a new link for the first owner, as `tidings owner-link` prints it. */
export async function ownerTokenAt(databaseUrl: string): Promise<string> {
  return tokenOf(await createOwnerLinkAt(readConfig({ DATABASE_URL: databaseUrl })));
}

/** Sends JSON as our own pages do, with a session's cookie where there is one. */
export function createPageClient({ app, deps }: TestApi, cookie = ''): MemberClient {
  const send: MemberClient['send'] = async (method, path, body, headers = {}) =>
    app.request(path, {
      method,
      headers: {
        origin: new URL(deps.config.publicUrl).origin,
        'sec-fetch-site': 'same-origin',
        ...(cookie && { cookie }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
  return { send, get: (path) => send('GET', path) };
}

/** The token of a new invitation, made by the rule itself, as `tidings member link` does. */
export async function invite(
  api: TestApi,
  { projectId, role, email = null }: { projectId: string; role: Role; email?: string | null },
): Promise<string> {
  const create = (change: Change) => createInvitation(change, { role, email, publicUrl: '' });
  return tokenOf(await runChange(api, projectId, create));
}

let memberCount = 0;

/** Somebody new with a role in a project. */
export async function addMember(
  api: TestApi,
  project: { id: string },
  role: Role,
): Promise<TestPerson> {
  memberCount += 1;
  const email = `person-${memberCount}@example.com`;
  const token = await invite(api, { projectId: project.id, role });
  const acceptance = { token, email, password: testPassword, name: `Person ${memberCount}` };
  const reply = await createPageClient(api).send('POST', '/api/invitation-acceptances', acceptance);
  const { person } = await readSession(reply);
  const cookie = cookieOf(reply);
  return { id: person.id, email, password: testPassword, cookie, ...createPageClient(api, cookie) };
}

/** Signs in as a person, with another browser. */
export function signIn(api: TestApi, { email, password }: Credentials, cookie = '') {
  return createPageClient(api, cookie).send('POST', '/api/session', { email, password });
}

interface Credentials {
  email: string;
  password: string;
}

/** Reads a reply that says who is signed in; throws with what it says where it is another. */
export async function readSession(reply: Response): Promise<PersonSession> {
  const body = await reply.json();
  if (reply.status !== 200) throw new Error(`${reply.status}: ${JSON.stringify(body)}`);
  return personSession.parse(body);
}
