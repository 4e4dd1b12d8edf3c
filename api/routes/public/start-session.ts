import type { PersonSession } from '../../../contract/people.ts';
import type { Deps } from '../../deps.ts';
import type { NewSession } from '../../http/session-cookie.ts';
import { listMemberships } from '../../members/members.ts';
import type { KnownDevices } from '../../people/known-devices.ts';
import { endSession, findPasswordHash, removeExpiredSessions } from '../../people/people.ts';
import { type Credentials, type SignIn, wrongCredentialsError } from '../../people/sign-in.ts';

interface SessionContext {
  signIn: SignIn;
  devices: KnownDevices;
}

/**
 * Starts a session with a new id, which prevents session fixation, and ends the session that the
 * browser's `cookies` name. Throws `sign_in_failed`.
 */
export async function startSession(
  { database }: Deps,
  { signIn, devices }: SessionContext,
  cookies: string | undefined,
  credentials: Credentials,
): Promise<NewSession<PersonSession>> {
  const passwordHash = await findPasswordHash(database.reader, credentials.email);
  const { person, tokenHash, cookie } = await signIn.startSession(credentials);
  if ((await findPasswordHash(database.reader, credentials.email)) !== passwordHash) {
    // The password has just changed. The change ended all sessions, but not this new one.
    await endSession(database, tokenHash);
    throw wrongCredentialsError();
  }
  const previous = await signIn.findSession(cookies ?? '');
  if (previous) await endSession(database, previous.tokenHash);
  await removeExpiredSessions(database, person.id);
  const projects = await listMemberships(database.reader, person.id);
  const deviceCookie = devices.remember(cookies, {
    email: credentials.email,
    passwordHash: passwordHash,
  });
  return { cookie, deviceCookie, session: { person, projects } };
}
