import { createHmac } from 'node:crypto';
import { newId } from '../../api/ids.ts';
import { createPasswordLink } from '../../api/people/password-links.ts';
import type { InvitationCreated } from '../../contract/members.ts';
import type { AdminStage } from '../admin/pages/stage.ts';
import { meetCrowd } from '../admin/report/answering.ts';
import { tokenOf } from '../support/people.ts';
import { asAddress, asOrigin, fields, hostileFor } from './fields.ts';
import { eachTurn } from './payloads.ts';

/** What an instance has in which every text is hostile. */
export interface World {
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
export async function fillWorld(stage: AdminStage, hostOrigin: string): Promise<World> {
  await beSeen(stage);
  await stage.call('PATCH', '', {
    name: `${hostileFor('project /name', 90)}\u202e`,
    url: asAddress(hostileFor('project /url')),
    allowedOrigins: [hostOrigin, asOrigin(fields.indexOf('project /allowedOrigins/-'))],
    talliedTraits: [hostileFor('project /talliedTraits/-', 60)],
  });
  const releases: string[] = [];
  for (const turn of eachTurn) releases.push(await publish(stage, turn));
  await stage.call('POST', '/releases', {
    version: '0.2',
    notes: [{ kind: 'new', title: '', body: hostileFor('previewMarkdown /markdown') }],
  });
  const rolledBack = await stage.publish('0.1');
  const reason = hostileFor('rollBackRelease /reason');
  await stage.call('POST', `/releases/${rolledBack}/roll-back`, { reason });
  for (const turn of eachTurn) {
    const name = hostileFor('apiKey /name', 100, turn);
    await stage.call('POST', '/keys', { name, scope: 'read' });
    await letIn(stage, emailOf(turn), turn);
  }
  await renameOneself(stage, await letIn(stage, emailOf(eachTurn.length)));
  const token = await sign(stage);
  await answer(stage, releases, token);
  await beHeldBack(stage, releases[0] ?? '');
  const links = { invitation: await invite(stage), passwordLink: await linkToPassword(stage) };
  return { releases, rolledBack, token, ...links };
}

async function publish({ call }: AdminStage, turn: number): Promise<string> {
  const { id } = await call<{ id: string }>('POST', '/releases', {
    version: hostileFor('release /version', 100, turn),
    title: hostileFor('release /title', 200, turn),
    major: true,
    pinned: true,
    notes: [
      {
        kind: 'new',
        title: hostileFor('release /notes/-/title', 200, turn),
        body: `${hostileFor('release /notes/-/body', 1000, turn)}\n\n[a](javascript:hit(0))`,
      },
    ],
  });
  await call('POST', `/releases/${id}/publish`, {});
  return id;
}

/** As a page of a strange origin does that has the snippet. */
async function beSeen({ server, publicKey }: AdminStage): Promise<void> {
  const origin = asOrigin(fields.indexOf('header Origin'));
  const body = JSON.stringify({ project: publicKey, want: 'badge' });
  await fetch(`${server.url}/v1/feed`, { method: 'POST', headers: { origin }, body });
}

async function invite({ call }: AdminStage): Promise<string> {
  return tokenOf(await call<InvitationCreated>('POST', '/invitations', { role: 'viewer' }));
}

/** For the first of those who are let in below. */
async function linkToPassword({ database }: AdminStage): Promise<string> {
  const by = { email: emailOf(0), publicUrl: '' };
  const make = database.writer
    .transaction()
    .execute((trx) => createPasswordLink(trx, by, { now: new Date(), newId }));
  return tokenOf(await make);
}

const emailOf = (turn: number) => `o'hit-${turn}@example.com`;

/** Gives the cookie of whoever came in. */
async function letIn(stage: AdminStage, email: string, turn?: number): Promise<string> {
  const reply = await send(stage, 'POST', '/api/invitation-acceptances', {
    token: await invite(stage),
    email,
    name: hostileFor('acceptInvitation /name', 100, turn),
    password: hostileFor('acceptInvitation /password', 100, turn),
  });
  return reply.headers.getSetCookie().join().split(';')[0] ?? '';
}

async function renameOneself(stage: AdminStage, cookie: string): Promise<void> {
  await send(
    stage,
    'PATCH',
    '/api/person',
    { name: hostileFor('changePerson /name', 100) },
    cookie,
  );
}

/** As our own pages do. */
async function send(
  { server: { url } }: AdminStage,
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
async function answer(
  stage: AdminStage,
  releases: readonly string[],
  token: string,
): Promise<void> {
  const crowd = await meetCrowd(stage);
  const said = (turn: number) => ({
    rating: 4,
    comment: hostileFor('visitor /comment', 1000, turn),
    version: hostileFor('visitor /version', 100, turn),
    locale: hostileFor('visitor /locale', 35, turn),
    traits: {
      [hostileFor('project /talliedTraits/-', 60)]: hostileFor('visitor /traits/*', 200, turn),
    },
  });
  for (const [turn, release] of releases.entries()) {
    await crowd.answer(release, said(turn));
    await crowd.answer(release, { ...said(turn), visitor: undefined, token });
  }
}

/** So many anonymous visitors of one network that what they say is held back. */
async function beHeldBack(stage: AdminStage, release: string): Promise<void> {
  const crowd = await meetCrowd(stage, '203.0.113.9');
  await crowd.answerMany(release, 20, (n) => ({
    rating: 1,
    comment: hostileFor('visitor /comment', 1000, n % eachTurn.length),
  }));
}

async function sign({ call }: AdminStage): Promise<string> {
  const { id: aud } = await call<{ id: string }>('GET', '');
  const { secret } = await call<{ secret: string }>('POST', '/token-keys', { algorithm: 'HS256' });
  const claims = {
    aud,
    exp: Math.floor(Date.now() / 1000) + 3600,
    sub: hostileFor('token sub', 100),
    account: hostileFor('token account', 100),
    traits: { plan: hostileFor('token traits', 100) },
  };
  const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const content = `${encode({ alg: 'HS256' })}.${encode(claims)}`;
  return `${content}.${createHmac('sha256', secret).update(content).digest('base64url')}`;
}
