import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { newId } from '../api/ids.ts';
import { publicAddress } from '../test/support/networks.ts';
import type { BenchProject } from './bench-project.ts';
import { postRequest, widgetHeaders } from './connection.ts';
import type { RequestSource } from './load.ts';
import type { Program } from './programs.ts';

/** What a page tells besides what it wants. */
const pageFields = {
  traits: { plan: 'pro' },
  locale: 'en-GB',
  version: '6.3.1',
  url: 'https://app.example.com/inbox',
};
const anonymousVisitorId = '0b0e7f1c-6df5-4f4e-9d4c-1d6f3a1b2c3d';

/** The body of a widget that asks for its feed; without a token, an anonymous one. */
export function feedRequestBody(project: string, fields: Record<string, unknown>): string {
  const visitorField = fields.token === undefined ? { visitor: anonymousVisitorId } : {};
  return JSON.stringify({ project, ...fields, ...visitorField, ...pageFields });
}

/** The reply to one request for a feed. */
export async function readFeed({ port }: Program, body: string): Promise<string> {
  const reply = await fetch(`http://127.0.0.1:${port}/v1/feed`, { method: 'POST', body });
  if (!reply.ok) throw new Error(await reply.text());
  return reply.text();
}

/** Takes a ticket and waits until it may be used. */
export async function fetchTicket(server: Program, { publicKey }: BenchProject): Promise<string> {
  const { ticket } = JSON.parse(
    await readFeed(server, feedRequestBody(publicKey, { want: 'badge' })),
  );
  await sleep(1200);
  return ticket;
}

/** Releases that are answered at the same time. */
const answeredReleaseCount = 5;
const variations = 100;

/**
 * Answers about the newest releases, each of another visitor in another network: first answers, of all ratings, with a
 * reason, every fourth with a comment, from several versions and languages.
 */
export function freshAnswers(project: BenchProject, ticket: string): RequestSource {
  const templates = Array.from({ length: variations }, (_, n) =>
    createTemplate(project, ticket, n),
  );
  let next = 0;
  return () => {
    const { request, idAt, visitorAt, addressAt } = templates[next % variations] as RequestTemplate;
    next += 1;
    const fresh = Buffer.from(request);
    fresh.write(newId(), idAt, 'latin1');
    fresh.write(randomUUID(), visitorAt, 'latin1');
    fresh.write(publicAddress(next), addressAt, 'latin1');
    return fresh;
  };
}

interface RequestTemplate {
  request: Buffer;
  /** Where the answer's own id, the visitor's and the address that a proxy forwards go. */
  idAt: number;
  visitorAt: number;
  addressAt: number;
}

function createTemplate(
  { publicKey, surveyId, releaseIds }: BenchProject,
  ticket: string,
  n: number,
): RequestTemplate {
  const [id, visitor] = [newId(), randomUUID()];
  const rating = 1 + (n % 5);
  const now = new Date().toISOString();
  const body = {
    project: publicKey,
    id,
    revision: 1,
    release: releaseIds[n % answeredReleaseCount],
    survey: surveyId,
    ticket,
    visitor,
    state: 'complete',
    rating,
    answers: { reasons: [rating > 3 ? 'easier' : 'slower'] },
    comment: n % 4 === 0 ? `Number ${n}: the new search finds what I was looking for.` : null,
    version: `6.3.${n % 7}`,
    locale: ['en-GB', 'de-DE', 'fr-FR'][n % 3],
    surface: n % 2 === 0 ? 'panel' : 'prompt',
    createdAt: now,
    sentAt: now,
  };
  const address = publicAddress(n);
  const headers = [...widgetHeaders, `X-Forwarded-For: ${address}`];
  const request = postRequest('/v1/responses', JSON.stringify(body), headers);
  return {
    request,
    idAt: request.indexOf(id),
    visitorAt: request.indexOf(visitor),
    addressAt: request.indexOf(address),
  };
}
