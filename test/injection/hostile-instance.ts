import { createHmac } from 'node:crypto';
import { newId } from '../../api/ids.ts';
import { createPasswordLink } from '../../api/people/password-links.ts';
import type { InvitationCreated } from '../../contract/members.ts';
import type { DashboardFixture } from '../admin/pages/dashboard-fixture.ts';
import { createAnswerSender } from '../admin/report/visitor-answers.ts';
import { tokenOf } from '../support/people.ts';
import { fields, hostileOrigin, hostileText, hostileUrl } from './fields.ts';
import { variants } from './payloads.ts';

/** What an instance has in which every text is hostile. */
export interface HostileInstance {
  /** One for each turn, all of them live. */
  releases: string[];
  rolledBack: string;
  /** The token of an invitation that is still open. */
  invitation: string;
  /** The token of a link to a new password. */
  passwordLink: string;
  /** A visitor's, signed by the project's key. */
  token: string;
}

/** Writes hostile text wherever anybody may; pages of `hostOrigin` are let in. */
export async function createHostileInstance(
  fixture: DashboardFixture,
  hostOrigin: string,
): Promise<HostileInstance> {
  await sendHeartbeat(fixture);
  await fixture.call('PATCH', '', {
    name: `${hostileText('project /name', 90)}\u202e`,
    url: hostileUrl(hostileText('project /url')),
    allowedOrigins: [hostOrigin, hostileOrigin(fields.indexOf('project /allowedOrigins/-'))],
    talliedTraits: [hostileText('project /talliedTraits/-', 60)],
  });
  const releases: string[] = [];
  for (const variant of variants) releases.push(await publish(fixture, variant));
  await fixture.call('POST', '/releases', {
    version: '0.2',
    notes: [{ kind: 'new', title: '', body: hostileText('previewMarkdown /markdown') }],
  });
  const rolledBack = await fixture.publish('0.1');
  const reason = hostileText('rollBackRelease /reason');
  await fixture.call('POST', `/releases/${rolledBack}/roll-back`, { reason });
  for (const variant of variants) {
    const name = hostileText('apiKey /name', 100, variant);
    await fixture.call('POST', '/keys', { name, scope: 'read' });
    await acceptInvitation(fixture, emailOf(variant), variant);
  }
  await renamePerson(fixture, await acceptInvitation(fixture, emailOf(variants.length)));
  const token = await sign(fixture);
  await sendAnswers(fixture, releases, token);
  await floodRelease(fixture, releases[0] ?? '');
  const links = {
    invitation: await invite(fixture),
    passwordLink: await createPasswordLinkToken(fixture),
  };
  return { releases, rolledBack, token, ...links };
}

async function publish({ call }: DashboardFixture, variant: number): Promise<string> {
  const { id } = await call<{ id: string }>('POST', '/releases', {
    version: hostileText('release /version', 100, variant),
    title: hostileText('release /title', 200, variant),
    major: true,
    pinned: true,
    notes: [
      {
        kind: 'new',
        title: hostileText('release /notes/-/title', 200, variant),
        body: `${hostileText('release /notes/-/body', 1000, variant)}\n\n[a](javascript:hit(0))`,
      },
    ],
  });
  await call('POST', `/releases/${id}/publish`, {});
  return id;
}

/** As a page of a strange origin does that has the snippet. */
async function sendHeartbeat({ server, publicKey }: DashboardFixture): Promise<void> {
  const origin = hostileOrigin(fields.indexOf('header Origin'));
  const body = JSON.stringify({ project: publicKey, want: 'badge' });
  await fetch(`${server.url}/v1/feed`, { method: 'POST', headers: { origin }, body });
}

async function invite({ call }: DashboardFixture): Promise<string> {
  return tokenOf(await call<InvitationCreated>('POST', '/invitations', { role: 'viewer' }));
}

/** For the first of those who are let in below. */
async function createPasswordLinkToken({ database }: DashboardFixture): Promise<string> {
  const options = { email: emailOf(0), publicUrl: '' };
  const created = database.writer
    .transaction()
    .execute((trx) => createPasswordLink(trx, options, { now: new Date(), newId }));
  return tokenOf(await created);
}

const emailOf = (variant: number) => `o'hit-${variant}@example.com`;

/** Gives the cookie of whoever came in. */
async function acceptInvitation(
  fixture: DashboardFixture,
  email: string,
  variant?: number,
): Promise<string> {
  const reply = await send(fixture, 'POST', '/api/invitation-acceptances', {
    token: await invite(fixture),
    email,
    name: hostileText('acceptInvitation /name', 100, variant),
    password: hostileText('acceptInvitation /password', 100, variant),
  });
  return reply.headers.getSetCookie().join().split(';')[0] ?? '';
}

async function renamePerson(fixture: DashboardFixture, cookie: string): Promise<void> {
  await send(
    fixture,
    'PATCH',
    '/api/person',
    { name: hostileText('changePerson /name', 100) },
    cookie,
  );
}

/** As our own pages do. */
async function send(
  { server: { url } }: DashboardFixture,
  method: string,
  path: string,
  body: object,
  cookie = '',
): Promise<Response> {
  const headers = { 'content-type': 'application/json', origin: url, cookie };
  const reply = await fetch(url + path, { method, headers, body: JSON.stringify(body) });
  if (!reply.ok) throw new Error(await reply.text());
  return reply;
}

/** An anonymous visitor and a verified one say all that visitors can say. */
async function sendAnswers(
  fixture: DashboardFixture,
  releases: readonly string[],
  token: string,
): Promise<void> {
  const sender = await createAnswerSender(fixture);
  const answerFields = (variant: number) => ({
    rating: 4,
    comment: hostileText('visitor /comment', 1000, variant),
    version: hostileText('visitor /version', 100, variant),
    locale: hostileText('visitor /locale', 35, variant),
    traits: {
      [hostileText('project /talliedTraits/-', 60)]: hostileText('visitor /traits/*', 200, variant),
    },
  });
  for (const [variant, release] of releases.entries()) {
    await sender.answer(release, answerFields(variant));
    await sender.answer(release, { ...answerFields(variant), visitor: undefined, token });
  }
}

/** So many anonymous visitors of one network that what they say is held back. */
async function floodRelease(fixture: DashboardFixture, release: string): Promise<void> {
  const sender = await createAnswerSender(fixture, '203.0.113.9');
  await sender.answerMany(release, 20, (n) => ({
    rating: 1,
    comment: hostileText('visitor /comment', 1000, n % variants.length),
  }));
}

async function sign({ call }: DashboardFixture): Promise<string> {
  const { id: aud } = await call<{ id: string }>('GET', '');
  const { secret } = await call<{ secret: string }>('POST', '/token-keys', { algorithm: 'HS256' });
  const claims = {
    aud,
    exp: Math.floor(Date.now() / 1000) + 3600,
    sub: hostileText('token sub', 100),
    account: hostileText('token account', 100),
    traits: { plan: hostileText('token traits', 100) },
  };
  const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const content = `${encode({ alg: 'HS256' })}.${encode(claims)}`;
  return `${content}.${createHmac('sha256', secret).update(content).digest('base64url')}`;
}
