import type { RunningServer } from '../support/processes.ts';

const owner = { email: 'olga@acme.example', password: 'seven green kites' };

/** Asks as a page of the dashboard does. */
export function sendAs({ url }: RunningServer, cookie: string, path: string, body?: object) {
  return fetch(`${url}/api${path}`, {
    method: body ? 'POST' : 'GET',
    headers: { origin: url, cookie, 'content-type': 'application/json' },
    ...(body && { body: JSON.stringify(body) }),
  });
}

/** Accepts the first owner's link. Returns the session's cookie. */
export async function acceptOwnerLink(server: RunningServer, token: string): Promise<string> {
  const acceptance = { token, name: 'Olga Owner', ...owner };
  return cookieOf(await sendAs(server, '', '/invitation-acceptances', acceptance));
}

/** Returns the cookie of a new session. */
export async function signIn(server: RunningServer): Promise<string> {
  return cookieOf(await sendAs(server, '', '/session', owner));
}

async function cookieOf(reply: Response): Promise<string> {
  if (!reply.ok) throw new Error(await reply.text());
  return reply.headers
    .getSetCookie()
    .map((one) => one.split(';')[0])
    .join('; ');
}

/** Publishes a release that is short enough to be rated without scrolling. Returns its id. */
export async function publish(
  server: RunningServer,
  cookie: string,
  version: string,
): Promise<string> {
  const path = '/projects/tidings/releases';
  const notes = [{ kind: 'new', title: 'Search as you type', body: 'Results come at once.' }];
  const reply = await sendAs(server, cookie, path, { version, notes });
  const { id } = await reply.json();
  const published = await sendAs(server, cookie, `${path}/${id}/publish`, {});
  if (!published.ok) throw new Error(await published.text());
  return id;
}
