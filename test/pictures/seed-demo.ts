import { generateKeyPairSync } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Cookie } from 'playwright-core';
import { newId } from '../../api/ids.ts';

/** Calls a member route as somebody, and gives the JSON of its reply, if it has any. */
export type Call = <Reply>(method: string, path: string, body?: object) => Promise<Reply>;

/** Somebody who is signed in: their cookies, and their way to the member routes. */
export interface SignedInPerson {
  cookies: Cookie[];
  call: Call;
}

interface Person {
  name: string;
  email: string;
}

const password = 'six red boats at sea';

/** Comes in by a link, and signs in. */
export async function signUpByLink(
  url: string,
  link: string,
  person: Person,
): Promise<SignedInPerson> {
  const [, token] = link.split('#enter=');
  const headers = { 'content-type': 'application/json', origin: url };
  const send = async (path: string, body: object) => {
    const reply = await fetch(url + path, { method: 'POST', headers, body: JSON.stringify(body) });
    if (!reply.ok) throw new Error(`${path}: ${await reply.text()}`);
    return reply;
  };
  await send('/api/invitation-acceptances', { token, ...person, password });
  const reply = await send('/api/session', { email: person.email, password });
  const [cookie = ''] = reply.headers.getSetCookie();
  return { cookies: [cookieOf(cookie)], call: createCall(url, cookie.split(';')[0] ?? '') };
}

function cookieOf(header: string): Cookie {
  const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(header) ?? [];
  const flags = { httpOnly: true, secure: false, sameSite: 'Lax' as const };
  return { name, value, domain: '127.0.0.1', path: '/', expires: -1, ...flags };
}

function createCall(url: string, cookie: string): Call {
  return async <Reply>(method: string, path: string, body?: object) => {
    const headers = { cookie, origin: url, 'if-match': '*', 'content-type': 'application/json' };
    const reply = await fetch(`${url}/api${path}`, {
      method,
      headers,
      ...(body && { body: JSON.stringify(body) }),
    });
    if (!reply.ok) throw new Error(`${method} ${path}: ${await reply.text()}`);
    return (reply.status === 204 ? undefined : await reply.json()) as Reply;
  };
}

/**
 * Gives the generated project what a team adds to it, pages of these origins that show the widget, a
 * young release beside it, and an empty project `acme`. Returns the entrance of somebody who may read.
 */
export async function seedDemo(
  url: string,
  { call }: SignedInPerson,
  origins: string[],
): Promise<SignedInPerson> {
  const demo = '/projects/demo';
  await call('POST', '/projects', { name: 'Acme', slug: 'acme' });
  const { publicKey } = await call<{ publicKey: string }>('PATCH', demo, {
    allowedOrigins: origins,
  });
  for (const origin of origins) {
    const body = JSON.stringify({ project: publicKey, want: 'badge' });
    await fetch(`${url}/v1/feed`, { method: 'POST', headers: { origin }, body });
  }
  await call('POST', `${demo}/keys`, { name: 'CI', scope: 'publish', expiresAt: daysFromNow(90) });
  await call('POST', `${demo}/keys`, { name: 'Data warehouse', scope: 'read' });
  await call('POST', `${demo}/token-keys`, { algorithm: 'EdDSA', publicKey: publicPem() });
  await call('POST', `${demo}/invitations`, { role: 'publisher', email: 'kay@example.com' });
  await sendThreeAnswers(url, call);
  const people = { publisher: 'Grace Hopper', editor: 'Edsger Dijkstra', viewer: 'Mary Shelley' };
  for (const [role, name] of Object.entries(people)) {
    const { link } = await call<{ link: string }>('POST', `${demo}/invitations`, { role });
    const email = `${name.split(' ')[0]?.toLowerCase()}@example.com`;
    const signedIn = await signUpByLink(url, link, { name, email });
    if (role === 'viewer') return signedIn;
  }
  throw new Error('Nobody is a viewer');
}

const daysFromNow = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString();

function publicPem(): string {
  const { publicKey } = generateKeyPairSync('ed25519');
  return publicKey.export({ type: 'spki', format: 'pem' }).toString();
}

/** Three answers to the release that a fresh instance comes with: too few for a score. */
async function sendThreeAnswers(url: string, call: Call): Promise<void> {
  const { publicKey } = await call<{ publicKey: string }>('GET', '/projects/tidings');
  const send = async (path: string, body: object) => {
    const reply = await fetch(url + path, { method: 'POST', body: JSON.stringify(body) });
    if (!reply.ok) throw new Error(`${path}: ${await reply.text()}`);
    return reply.json();
  };
  const { ticket, releases } = await send('/v1/feed', { project: publicKey, want: 'panel' });
  // Who answers within a second of the question is not believed.
  await sleep(1100);
  for (const [n, comment] of ['Neat.', '', 'Where do I change the colours?'].entries()) {
    const now = new Date().toISOString();
    await send('/v1/responses', {
      project: publicKey,
      id: newId(),
      revision: 1,
      release: releases[0].id,
      survey: releases[0].survey.id,
      ticket,
      visitor: crypto.randomUUID(),
      state: 'complete',
      rating: 5 - n,
      answers: {},
      ...(comment && { comment }),
      surface: 'panel',
      createdAt: now,
      sentAt: now,
    });
  }
}
