import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { limits } from '../../contract/vocabulary.ts';
import { startApi, type TestApi } from '../support/api.ts';
import { onEachDatabase } from '../support/databases.ts';
import { createTestProject, type TestProject } from '../support/projects.ts';

/** Written by what carries the reply, and different each time. */
const ofTheCarrier = ['connection', 'content-length', 'date', 'keep-alive', 'ratelimit'];
const visitor = '0b0e7f1c-6df5-4f4e-9d4c-1d6f3a1b2c3d';
const release = '0197f000-0000-7000-8000-000000000001';

interface Sent {
  path: string;
  body: unknown;
  headers?: Record<string, string>;
}

onEachDatabase('what widgets post', ({ open }) => {
  let api: TestApi;
  let acme: TestProject;
  let server: Server;

  beforeEach(async () => {
    api = await startApi(await open(), { environment: { RATE_LIMITS: 'on' } });
    acme = await createTestProject(api, { allowedOrigins: ['https://app.acme.example'] });
    server = createServer(api.listener).listen(0, '127.0.0.1');
    await once(server, 'listening');
  });
  afterEach(async () => {
    server.close();
    server.closeAllConnections();
    await api.stop();
  });

  const port = () => (server.address() as AddressInfo).port;
  const fast = ({ path, body, headers = {} }: Sent) =>
    fetch(`http://127.0.0.1:${port()}${path}`, requestOf(body, headers));
  const viaHono = ({ path, body, headers = {} }: Sent) =>
    api.app.request(path, requestOf(body, headers));

  describe('is answered on the fast path as by Hono', () => {
    const ask = () => ({ project: acme.publicKey, want: 'panel', visitor });
    const answer = () => ({
      ...{ project: acme.publicKey, id: visitor, revision: 1, release, survey: release, visitor },
      ...{ ticket: 'a ticket', state: 'complete', rating: 4, answers: {}, comment: null },
      ...{ surface: 'panel', createdAt: '2026-06-01T12:00:00Z', sentAt: '2026-06-01T12:00:00Z' },
    });
    const events = () => ({ project: acme.publicKey, visitor, events: [] });
    const forged = { visitor: undefined, token: 'a.b.c' };
    const seen = { kind: 'shown', release, at: '2026-06-01T12:00:00Z' };

    test.each<[what: string, status: number, sent: () => Sent]>([
      ['a feed', 200, () => ({ path: '/v1/feed', body: ask() })],
      ['events', 200, () => ({ path: '/v1/events', body: { ...events(), events: [seen] } })],
      [
        'an event of one who is not to be tracked',
        200,
        () => ({
          path: '/v1/events',
          body: { ...events(), events: [seen] },
          headers: { dnt: '1' },
        }),
      ],
      ['no JSON', 400, () => ({ path: '/v1/feed', body: '{"project":' })],
      ['nothing', 400, () => ({ path: '/v1/events', body: '' })],
      ['a forged token', 401, () => ({ path: '/v1/feed', body: { ...ask(), ...forged } })],
      [
        'a page that is shut out',
        403,
        () => ({ path: '/v1/feed', body: ask(), headers: { origin: 'https://evil.example' } }),
      ],
      ['an unknown key', 404, () => ({ path: '/v1/feed', body: { ...ask(), project: 'pk_none' } })],
      ['no ticket of ours', 422, () => ({ path: '/v1/responses', body: answer() })],
      [
        'a strange answer',
        422,
        () => ({ path: '/v1/responses', body: { ...answer(), rating: 'x' } }),
      ],
      ['Arabic', 422, () => ({ path: '/v1/feed', body: { ...ask(), want: 'إصدار' } })],
    ])('%s', async (_, status, sent) => {
      const [one, other] = [await fast(sent()), await viaHono(sent())];
      expect(one.status).toBe(status);
      expect(await tell(one)).toEqual(await tell(other));
      expect(one.headers.get('ratelimit')).toEqual(
        other.headers.has('ratelimit')
          ? expect.stringMatching(/^"(read|write)";r=\d+;t=60$/)
          : null,
      );
    });

    test('too many', async () => {
      const one = { path: '/v1/events', body: { ...events(), events: [seen] } };
      const [ours, theirs] = await Promise.all([fast, viaHono].map((way) => tooOften(way, one)));
      expect(ours?.status).toBe(429);
      expect(ours?.headers.get('ratelimit')).toMatch(/^"write";r=0;t=\d+$/);
      // One came to it a little later than the other, and may have a second less to wait.
      const told = await Promise.all([ours, theirs].map((reply) => tell(reply as Response)));
      const [fastest, slowest] = told.map((each) =>
        JSON.stringify(each).replaceAll(/\b\d\d?\b/g, 'n'),
      );
      expect(fastest).toBe(slowest);
    });
  });

  describe('goes to Hono where it is unusual', () => {
    const badge = () => ({ project: acme.publicKey, want: 'badge', visitor });
    const stream = () => new Blob([JSON.stringify(badge())]).stream();

    test.each<[what: string, status: number, init: () => object]>([
      ['of a length that nobody tells', 200, () => ({ body: stream(), duplex: 'half' })],
      ['packed', 415, () => ({ body: '{}', headers: { 'content-encoding': 'gzip' } })],
      ['too long', 413, () => ({ body: 'x'.repeat(limits.publicBodyBytes + 1) })],
      ['no post at all', 405, () => ({ method: 'GET' })],
      ['a question beforehand', 204, () => ({ method: 'OPTIONS' })],
    ])('%s', async (_, status, init) => {
      const address = `http://127.0.0.1:${port()}/v1/feed`;
      const reply = await fetch(address, { method: 'POST', ...init() });
      expect(reply.status).toBe(status);
      expect(reply.headers.get('access-control-allow-origin')).toBe('*');
    });
  });

  describe('behind a byte order mark is refused', () => {
    const text = () =>
      `\uFEFF${JSON.stringify({ project: acme.publicKey, want: 'badge', visitor })}`;
    const stream = () => new Blob([text()]).stream();

    test.each<[way: string, path: string, init: () => object]>([
      ['on the fast path', '/v1/feed', () => ({ body: text() })],
      // An empty query would not be sent.
      ['by Hono, with a length', '/v1/feed?x=1', () => ({ body: text() })],
      ['by Hono, without a length', '/v1/feed', () => ({ body: stream(), duplex: 'half' })],
    ])('%s', async (_, path, init) => {
      const reply = await fetch(`http://127.0.0.1:${port()}${path}`, { method: 'POST', ...init() });
      expect(reply.status).toBe(400);
      expect(await reply.json()).toMatchObject({ code: 'malformed_json' });
    });
  });

  test('that breaks off is counted as such, and harms nobody', async () => {
    const socket = connect(port(), '127.0.0.1');
    socket.end('POST /v1/feed HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{"project":');
    await once(socket.resume(), 'close');
    await expect
      .poll(() => api.deps.metrics.metrics())
      .toContain('_count{method="POST",route="/v1/feed",status="400"} 1');
    const badge = { project: acme.publicKey, want: 'badge', visitor };
    expect((await fast({ path: '/v1/feed', body: badge })).status).toBe(200);
  });

  test.each(['/v1/feed', '/v1/responses', '/v1/events'])(
    'passes the same interceptors on both ways: %s',
    async (path) => {
      const forwarded = { 'x-forwarded-for': '198.51.100.1' };
      for (const send of [fast, viaHono]) await send({ path, body: '{', headers: forwarded });
      expect(api.deps.readiness.list()).toEqual([expect.stringContaining('TRUSTED_PROXIES')]);
      const { metrics } = api.deps;
      const counted = await metrics.getSingleMetricAsString('http_request_duration_seconds');
      const labels = `method="POST",route="${path}",status="400"`;
      expect(counted).toContain(`http_request_duration_seconds_count{${labels}} 2`);
    },
  );

  test('passes nothing else in Hono, which the fast path would have to repeat', () => {
    const { routes } = api.app;
    const first = routes.findIndex(({ path }) => path === '/v1/feed');
    expect(routes.slice(0, first).map(({ handler }) => handler.name)).toEqual(['interceptRequest']);
  });
});

function requestOf(body: unknown, headers: Record<string, string>): RequestInit {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return { method: 'POST', body: text, headers: { 'content-type': 'text/plain', ...headers } };
}

/** The first reply that is a refusal. */
async function tooOften(way: (sent: Sent) => Promise<Response> | Response, sent: Sent) {
  for (;;) {
    const reply = await way(sent);
    if (!reply.ok) return reply;
    await reply.text();
  }
}

/** All of a reply but what is new each time. */
async function tell(reply: Response): Promise<unknown> {
  const headers = [...reply.headers].filter(([name]) => !ofTheCarrier.includes(name));
  const { ticket: _, requestId: __, ...body } = await reply.json();
  return { status: reply.status, headers: Object.fromEntries(headers), body };
}
