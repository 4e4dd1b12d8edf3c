import type { PersonSession, SignInRequest } from '../../contract/people.ts';
import { callApi } from '../client.ts';
import { lastProject } from '../device.ts';
import { ApiError } from '../errors/api-error.ts';

/** One of the person's projects, with their role in it. */
export type ProjectMembership = PersonSession['projects'][number];

/** Returns the session. Undefined if there is none; `onEnded` then receives the server's reason first. */
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

/** Whether someone owns a project, or may be the first owner, who has none until they create one. */
export function mayOwn({ projects }: PersonSession): boolean {
  return projects.length === 0 || projects.some(({ role }) => role === 'owner');
}

/** Begins a session. Throws a Refusal: `sign_in_failed`, `rate_limited` with its `retryAt`. */
export async function signIn(body: SignInRequest): Promise<PersonSession> {
  return (await callApi<PersonSession>('/api/session', { method: 'POST', body })).value;
}

/** Ends this session, or all of the person's. */
export async function signOut(where: 'here' | 'everywhere'): Promise<void> {
  await callApi(where === 'here' ? '/api/session' : '/api/sessions', { method: 'DELETE' });
}

/** Where somebody begins: the project looked at last, else the first, else to make one. */
export function firstAddress({ projects }: PersonSession): string {
  const last = lastProject();
  const project = projects.find(({ slug }) => slug === last) ?? projects[0];
  return project ? `/admin/${project.slug}/releases` : '/admin/new-project';
}
