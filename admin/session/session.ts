import type { PersonSession, SignInRequest } from '../../contract/people.ts';
import { callApi } from '../client.ts';
import { lastProject } from '../device.ts';
import { ApiError } from '../errors/api-error.ts';

/** One of the person's projects, with their role in it. */
export type ProjectMembership = PersonSession['projects'][number];

/** Returns the session, or undefined after passing the server's error to `onEnded`. */
export async function readSession(
  onEnded: (error: ApiError) => void = () => {},
): Promise<PersonSession | undefined> {
  try {
    return (await callApi<PersonSession>('/api/session')).value;
  } catch (error) {
    if (!(error instanceof ApiError) || error.code !== 'unauthorized') throw error;
    onEnded(error);
    return undefined;
  }
}

/** Whether someone owns a project, or has none yet and may be the first owner. */
export function mayOwn({ projects }: PersonSession): boolean {
  return projects.length === 0 || projects.some(({ role }) => role === 'owner');
}

/** Starts a session. Throws an ApiError: `sign_in_failed`, or `rate_limited` with its `retryAt`. */
export async function signIn(body: SignInRequest): Promise<PersonSession> {
  return (await callApi<PersonSession>('/api/session', { method: 'POST', body })).value;
}

/** Ends this session, or all of the person's sessions. */
export async function signOut(where: 'here' | 'everywhere'): Promise<void> {
  await callApi(where === 'here' ? '/api/session' : '/api/sessions', { method: 'DELETE' });
}

/** Returns the first page to show: the last project used, else the first one, else New project. */
export function firstAddress({ projects }: PersonSession): string {
  const last = lastProject();
  const project = projects.find(({ slug }) => slug === last) ?? projects[0];
  return project ? `/admin/${project.slug}/releases` : '/admin/new-project';
}
