import type { PersonSession } from '../../../contract/people.ts';
import type { Deps } from '../../deps.ts';
import type { BegunSession } from '../../http/session-cookie.ts';
import { listMemberships } from '../../members/members.ts';
import type { KnownDevices } from '../../people/known-devices.ts';
import { endSession, forgetExpiredSessions, keptPassword } from '../../people/people.ts';
import { type Credentials, type SignIn, wrongCredentials } from '../../people/sign-in.ts';

interface Means {
  signIn: SignIn;
  devices: KnownDevices;
}

/**
 * Begins a session under an id that nobody knew before, and ends the one that the browser's `cookies`
 * name. Throws `sign_in_failed`.
 */
export async function beginSession(
  { database }: Deps,
  { signIn, devices }: Means,
  cookies: string | undefined,
  credentials: Credentials,
): Promise<BegunSession<PersonSession>> {
  const kept = await keptPassword(database.reader, credentials.email);
  const { person, tokenHash, cookie } = await signIn.enter(credentials);
  if ((await keptPassword(database.reader, credentials.email)) !== kept) {
    // The change ended the sessions that it saw, and this one was not there yet.
    await endSession(database, tokenHash);
    throw wrongCredentials();
  }
  const former = await signIn.find(cookies ?? '');
  if (former) await endSession(database, former.tokenHash);
  await forgetExpiredSessions(database, person.id);
  const projects = await listMemberships(database.reader, person.id);
  const deviceCookie = devices.remember(cookies, { email: credentials.email, hashed: kept });
  return { cookie, deviceCookie, session: { person, projects } };
}
