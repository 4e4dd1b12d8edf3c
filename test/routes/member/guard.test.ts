import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { problem } from '../../../contract/problem.ts';
import { limits } from '../../../contract/vocabulary.ts';
import { startApi, type TestApi } from '../../support/api.ts';
import { onEachDatabase, type TestDatabase } from '../../support/databases.ts';
import { createTestProject, type TestProject } from '../../support/projects.ts';

onEachDatabase("the members' door", ({ open }) => {
  let database: TestDatabase;
  let api: TestApi;
  let acme: TestProject;
  let admin: string;

  beforeEach(async () => {
    database = await open();
    api = await startApi(database);
    acme = await createTestProject(api);
    admin = await acme.key('admin');
  });

  afterEach(() => api.stop());

  const ask = async (authorization?: string) =>
    api.app.request(`/api/projects/${acme.id}`, {
      headers: authorization === undefined ? {} : { authorization },
    });

  async function codeOf(reply: Response): Promise<string> {
    expect(reply.headers.get('content-type')).toBe('application/problem+json');
    return problem.parse(await reply.json()).code;
  }

  describe('asks for a key', () => {
    test.each([undefined, '', 'Basic YTpi', 'Bearer', 'Bearer '])('refuses %j', async (header) => {
      const reply = await ask(header);
      expect(reply.status).toBe(401);
      expect(reply.headers.get('www-authenticate')).toBe('Bearer');
      expect(await codeOf(reply)).toBe('unauthorized');
    });

    test('takes it whatever the case of the scheme', async () => {
      expect((await ask(`bearer ${admin}`)).status).toBe(200);
    });

    test('refuses any text that is not exactly one', async () => {
      const other = await createTestProject(api);
      const secret = admin.slice(-43);
      const wrong = [
        'sk_',
        admin.slice(0, -1),
        `${admin}A`,
        admin.toUpperCase(),
        `sk_${acme.id}_${'A'.repeat(43)}`,
        `sk_${other.id}_${secret}`,
        `sk_${acme.slug}_${secret}`,
        `pk_${acme.id}_${secret}`,
        acme.publicKey,
      ];
      expect((await ask(`Bearer ${admin}`)).status).toBe(200);
      for (const key of wrong) {
        const reply = await ask(`Bearer ${key}`);
        expect(reply.status).toBe(401);
        expect(await codeOf(reply)).toBe('key_invalid');
      }
    });
  });

  describe('reads a body', () => {
    const send = (body: BodyInit, headers: Record<string, string> = {}) =>
      api.app.request('/api/projects', {
        method: 'POST',
        headers: {
          authorization: `Bearer ${admin}`,
          'content-type': 'application/json',
          ...headers,
        },
        body,
        duplex: 'half',
      } as RequestInit);

    test('that is JSON and says so', async () => {
      const body = '{"name":"Beta","slug":"beta"}';
      const plain = await send(body, { 'content-type': 'text/plain' });
      expect(plain.status).toBe(415);
      expect(await codeOf(plain)).toBe('unsupported_media_type');
      expect((await send(body, { 'content-type': 'application/json; charset=utf-8' })).status).toBe(
        201,
      );
    });

    test.each(['', '{', '{"name":}', 'undefined', '\u{feff}{}'])('and refuses %j', async (body) => {
      const reply = await send(body);
      expect(reply.status).toBe(400);
      expect(await codeOf(reply)).toBe('malformed_json');
    });

    test.each(['null', '[]', '"text"', '1e400', '{"__proto__":{"name":"a"}}'])(
      'and refuses %s, which is JSON but no project',
      async (body) => {
        const reply = await send(body);
        expect(reply.status).toBe(422);
        expect(await codeOf(reply)).toBe('invalid_body');
      },
    );

    test('and refuses more than 1 MB of it, told in advance or not', async () => {
      const large = JSON.stringify({ name: 'x'.repeat(limits.memberBodyBytes) });
      const streamed = new ReadableStream({
        start(controller) {
          controller.enqueue(new TextEncoder().encode(large));
          controller.close();
        },
      });
      for (const body of [large, streamed]) {
        const reply = await send(
          body,
          body === large ? { 'content-length': `${large.length}` } : {},
        );
        expect(reply.status).toBe(413);
        expect(await codeOf(reply)).toBe('body_too_large');
      }
    });

    test('only behind the key: a guest is told nothing about theirs', async () => {
      const reply = await send('{', { authorization: '' });
      expect(reply.status).toBe(401);
    });
  });

  describe('counts requests', () => {
    test('and tells where the key stands', async () => {
      const reply = await ask(`Bearer ${admin}`);
      expect(reply.headers.get('ratelimit-policy')).toMatch(/^"key";q=\d+;w=60$/);
      expect(reply.headers.get('ratelimit')).toMatch(/^"key";r=\d+;t=\d+$/);
    });

    test('and in the end refuses a network that never stops', async () => {
      const strict = await startApi(database, { environment: { RATE_LIMITS: 'on' } });
      const knock = () => strict.app.request('/api/projects');
      for (let n = 0; n < 12_000; n += 1) await knock();
      const reply = await knock();
      await strict.stop();
      expect(reply.status).toBe(429);
      expect(Number(reply.headers.get('retry-after'))).toBeGreaterThan(0);
      expect(await codeOf(reply)).toBe('rate_limited');
    });
  });
});
