import { createConnection } from 'node:net';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest';
import { problem } from '../../contract/problem.ts';
import { startApi, type TestApi } from '../support/api.ts';
import { onEachDatabase } from '../support/databases.ts';
import { type RunningServer, startServer } from '../support/processes.ts';
import { createTestProject, type TestProject } from '../support/projects.ts';

const tenMb = 10 * 1024 * 1024;
const deep = 100_000;

onEachDatabase('a body that means harm (R17)', ({ open }) => {
  let api: TestApi;
  let project: TestProject;
  let key: string;

  beforeEach(async () => {
    api = await startApi(await open());
    project = await createTestProject(api);
    key = await project.key('admin');
  });
  afterEach(() => api.stop());

  const publicRoutes = ['/v1/feed', '/v1/responses', '/v1/events'];
  const memberRoutes = () => [
    '/api/projects',
    `/api/projects/${project.slug}/releases`,
    `/api/projects/${project.slug}/keys`,
    `/api/projects/${project.slug}/preview`,
  ];

  async function refusals(body: string): Promise<number[]> {
    const replies = [
      ...(await Promise.all(publicRoutes.map((path) => api.post(path, body)))),
      ...(await Promise.all(memberRoutes().map((path) => api.as(key).send('POST', path, body)))),
    ];
    for (const reply of replies) {
      expect(reply.headers.get('content-type')).toBe('application/problem+json');
      problem.parse(await reply.json());
    }
    return [...new Set(replies.map(({ status }) => status))].sort();
  }

  test.each([
    ['no JSON', '{"project":', [400]],
    ['nothing', '', [400]],
    ['brackets without end', '['.repeat(60_000), [400]],
    ['lists in lists', '['.repeat(30_000) + ']'.repeat(30_000), [422]],
    ['objects in objects', `${'{"a":'.repeat(9000)}1${'}'.repeat(9000)}`, [422]],
    ['thousands of keys', `{${Array.from({ length: 6000 }, (_, n) => `"k${n}":1`)}}`, [422]],
    ['a prototype', '{"__proto__":{"project":"x","name":"x","markdown":"x"}}', [422]],
    ['a constructor', '{"constructor":{"prototype":{"polluted":1}},"project":7}', [422]],
    ['a number beyond numbers', '{"project":1e400,"name":1e400}', [422]],
    ['a list', '[]', [422]],
    ['null', 'null', [422]],
    ['a NUL', '{"project":"\\u0000","name":"\\u0000","slug":"x","markdown":"\\u0000"}', [404, 422]],
    [
      'half a character',
      '{"project":"\\ud800","name":"\\ud800","slug":"x","markdown":"\\ud800"}',
      [404, 422],
    ],
  ])('is refused with a problem: %s', async (_, body, statuses) => {
    const seen = await refusals(body);
    expect(statuses).toEqual(expect.arrayContaining(seen));
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });

  test('is refused when it is too deep or too long for us to look at', async () => {
    expect(await refusals('['.repeat(deep) + ']'.repeat(deep))).toEqual([413, 422]);
    const keys = Array.from({ length: 1_000_000 }, (_, n) => `"${n}":0`);
    expect(await refusals(`{${keys}}`)).toEqual([413]);
  });

  test('never breaks the server, whatever it is', async () => {
    await fc.assert(
      fc.asyncProperty(fc.jsonValue(), async (value) => {
        const body = JSON.stringify(value);
        for (const path of publicRoutes)
          expect((await api.post(path, body)).status).toBeLessThan(500);
        for (const path of memberRoutes()) {
          expect((await api.as(key).send('POST', path, body)).status).toBeLessThan(500);
        }
      }),
      { numRuns: 40 },
    );
  });
});

describe('a body of ten megabytes (R16)', () => {
  let server: RunningServer;

  beforeAll(async () => {
    server = await startServer({
      DATABASE_URL: `sqlite:${inject('sqliteTemplate')}.r16`,
      RATE_LIMITS: 'count',
    });
  });
  afterAll(async () => {
    await server.kill();
  });

  const rss = async (): Promise<number> => {
    const metrics = await (await fetch(`${server.url}/metrics`)).text();
    return Number(/^process_resident_memory_bytes (\S+)/m.exec(metrics)?.[1]);
  };
  const send = (body: BodyInit, headers: Record<string, string> = {}) =>
    fetch(`${server.url}/v1/feed`, {
      method: 'POST',
      body,
      headers,
      duplex: 'half',
    } as RequestInit);

  /** The first line of the reply to a request as it stands. */
  function sendRaw(head: string, body: string): Promise<string> {
    const { port, hostname } = new URL(server.url);
    return new Promise((resolve, reject) => {
      const socket = createConnection(Number(port), hostname, () => {
        socket.write(`${head}\r\n\r\n`);
        socket.write(body);
      });
      let reply = '';
      socket.setEncoding('utf8').on('data', (chunk) => {
        reply += chunk;
        if (reply.includes('\r\n')) resolve(reply.split('\r\n')[0] ?? '');
      });
      socket.on('error', reject);
    });
  }

  test('is refused by its length', async () => {
    expect((await send('x'.repeat(tenMb))).status).toBe(413);
  });

  test('is refused without one, as soon as it is too much', async () => {
    const before = await rss();
    let sent = 0;
    const endless = new ReadableStream<Uint8Array>({
      pull(controller) {
        sent += 64 * 1024;
        if (sent > tenMb) controller.close();
        else controller.enqueue(new Uint8Array(64 * 1024).fill(32));
      },
    });
    const reply = await send(endless).catch(() => undefined);
    // A client may see the connection close before it reads the reply: RFC 9112, 9.6.
    expect([413, undefined]).toContain(reply?.status);
    expect((await rss()) - before).toBeLessThan(32 * 1024 * 1024);
  });

  test('is refused when it claims to be short', async () => {
    const head = 'POST /v1/feed HTTP/1.1\r\nHost: x\r\nContent-Length: 5';
    expect(await sendRaw(head, 'x'.repeat(1000))).toContain(' 400 ');
  });

  test('is refused when it is packed small', async () => {
    const bomb = gzipSync(Buffer.alloc(tenMb));
    expect(bomb.length).toBeLessThan(64 * 1024);
    const before = await rss();
    expect((await send(bomb, { 'content-encoding': 'gzip' })).status).toBe(415);
    expect((await rss()) - before).toBeLessThan(32 * 1024 * 1024);
  });

  test('leaves the server as it was', async () => {
    expect((await fetch(`${server.url}/healthz`)).status).toBe(200);
  });
});
