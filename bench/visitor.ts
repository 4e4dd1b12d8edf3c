import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { newId } from '../api/ids.ts';
import { publicAddress } from '../test/support/networks.ts';
import type { BenchProject } from './bench-project.ts';
import { postRequest, widgetHeaders } from './connection.ts';
import type { RequestSource } from './load.ts';
import type { Program } from './programs.ts';

/** The fields that a page sends with every request for a feed. */
const pageFields = {
  traits: { plan: 'pro' },
  locale: 'en-GB',
  version: '6.3.1',
  url: 'https://app.example.com/inbox',
};
const anonymousVisitorId = '0b0e7f1c-6df5-4f4e-9d4c-1d6f3a1b2c3d';

/** Returns the body of a widget's feed request. Without a token, the visitor is anonymous. */
export function feedRequestBody(project: string, fields: Record<string, unknown>): string {
  const visitorField = fields.token === undefined ? { visitor: anonymousVisitorId } : {};
  return JSON.stringify({ project, ...fields, ...visitorField, ...pageFields });
}

/** Requests a feed and returns the reply. */
export async function readFeed({ port }: Program, body: string): Promise<string> {
  const reply = await fetch(`http://127.0.0.1:${port}/v1/feed`, { method: 'POST', body });
  if (!reply.ok) throw new Error(await reply.text());
  return reply.text();
}

/** Fetches a ticket and waits until it can be used. */
export async function fetchTicket(server: Program, { publicKey }: BenchProject): Promise<string> {
  const { ticket } = JSON.parse(
    await readFeed(server, feedRequestBody(publicKey, { want: 'badge' })),
  );
  await sleep(1200);
  return ticket;
}

/** The number of releases that are answered. */
const answeredReleaseCount = 5;
const variations = 100;

/**
 * Returns first answers about the newest releases, each from another visitor and network, with all
 * ratings, a reason, a comment in every fourth, and several versions and languages.
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
  /** The offsets of the answer's id, the visitor's id and the address that a proxy forwards. */
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
