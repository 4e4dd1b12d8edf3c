import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { problem } from '../../../contract/problem.ts';
import { createPublisher, type Publisher } from '../../feed/publisher.ts';
import { startApi, type TestApi } from '../../support/api.ts';
import { onEachDatabase, type TestDatabase } from '../../support/databases.ts';

const origin = 'https://app.acme.example';

onEachDatabase("the visitors' door", ({ open }) => {
  let database: TestDatabase;
  let api: TestApi;
  let acme: Publisher;

  beforeEach(async () => {
    database = await open();
    api = await startApi(database);
    acme = await createPublisher(api);
  });
  afterEach(() => api.stop());

  const ask = (body: Record<string, unknown> = {}, headers: Record<string, string> = {}) =>
    api.post('/v1/feed', { project: acme.publicKey, want: 'badge', ...body }, headers);

  async function codeOf(reply: Response): Promise<string> {
    return problem.parse(await reply.json()).code;
  }

  describe('lets in', () => {
    test('whoever has the public key, and lets any page read the reply', async () => {
      const reply = await ask({}, { origin: 'https://anywhere.example' });
      expect(reply.status).toBe(200);
      expectOpen(reply);
      expect(reply.headers.get('content-type')).toBe('application/json');
    });

    test('a widget that is newer than we are', async () => {
      expect((await ask({ later: { invented: true } })).status).toBe(200);
    });

    test('the origins that the project allows, and programs, which have none', async () => {
      await acme.change({ allowedOrigins: [origin] });
      expect((await ask({}, { origin })).status).toBe(200);
      expect((await ask()).status).toBe(200);
    });
  });

  describe('turns away', () => {
    test('a key that no project has', async () => {
      const reply = await ask({ project: 'pk_unknown' });
      expect(reply.status).toBe(404);
      expect(await codeOf(reply)).toBe('project_unknown');
      expectOpen(reply);
    });

    test.each(['https://app.acme.example.evil.example', 'http://app.acme.example', 'null', ''])(
      'the origin %s where another is allowed',
      async (stranger) => {
        await acme.change({ allowedOrigins: [origin] });
        const reply = await ask({}, { origin: stranger });
        expect(reply.status).toBe(403);
        expect(await codeOf(reply)).toBe('origin_not_allowed');
        expectOpen(reply);
      },
    );

    test('visitor and token at once', async () => {
      const { sign } = await acme.addTokenKey();
      const token = sign(acme.claims('u-1'));
      const visitor = '0b0e7f1c-6df5-4f4e-9d4c-1d6f3a1b2c3d';
      expect((await ask({ token })).status).toBe(200);
      const reply = await ask({ token, visitor });
      expect(reply.status).toBe(422);
      expect(await codeOf(reply)).toBe('invalid_body');
    });

    test.each<[string, string, number, string]>([
      ['no JSON', '{', 400, 'malformed_json'],
      ['nothing', '', 400, 'malformed_json'],
      ['a list', '[]', 422, 'invalid_body'],
      ['null', 'null', 422, 'invalid_body'],
      ['a depth of 10⁵', '['.repeat(30_000) + ']'.repeat(30_000), 422, 'invalid_body'],
      ['no project', '{"want":"badge"}', 422, 'invalid_body'],
      ['a want that is none', '{"project":"pk","want":"all"}', 422, 'invalid_body'],
      ['65 kB', `{"project":"${'x'.repeat(65_000)}","want":"x"}`, 422, 'invalid_body'],
      ['over 64 kB', `"${'x'.repeat(65_536)}"`, 413, 'body_too_large'],
    ])('a body of %s', async (_what, body, status, code) => {
      const reply = await api.post('/v1/feed', body);
      expect(reply.status).toBe(status);
      expect(await codeOf(reply)).toBe(code);
      expectOpen(reply);
    });

    test('a compressed body', async () => {
      const reply = await ask({}, { 'content-encoding': 'gzip' });
      expect(await codeOf(reply)).toBe('unsupported_media_type');
    });
  });

  test.each<[string, string]>([
    ['prototypes', '"__proto__":{"want":"panel"},"constructor":{"prototype":{}}'],
    ['a visitor that is no UUID', '"visitor":"1 or 1=1"'],
    ['an endless number', '"seenAt":1e400'],
    ['half a character', String.raw`"locale":"\ud800"`],
    ['NUL', String.raw`"version":"\u0000"`],
    ['a date that is none', '"seenAt":"2026-02-30T00:00:00Z"'],
    ['many traits', `"traits":{${Array.from({ length: 3000 }, (_, n) => `"k${n}":1`)}}`],
    ['a trait of objects', '"traits":{"a":{"b":1}}'],
    ['an endless position', `"before":"${'W'.repeat(301)}"`],
  ])('answers %s without falling over', async (_what, field) => {
    const body = `{"project":"${acme.publicKey}","want":"badge",${field}}`;
    const reply = await api.post('/v1/feed', body);
    expect([200, 400, 422]).toContain(reply.status);
    expectOpen(reply);
    expect((await ask()).status).toBe(200);
  });

  describe('takes a token', () => {
    test('only while its key is live, and notices at once', async () => {
      const old = await acme.addTokenKey();
      const fresh = await acme.addTokenKey();
      const tokens = [old.sign(acme.claims('u-1')), fresh.sign(acme.claims('u-1'))];
      for (const token of tokens) expect((await ask({ token })).status).toBe(200);
      await acme.retireTokenKey(old.id);
      expect(await codeOf(await ask({ token: tokens[0] }))).toBe('token_invalid');
      expect((await ask({ token: tokens[1] })).status).toBe(200);
    });

    test('until it expires, also one that was good a moment ago', async () => {
      const { sign } = await acme.addTokenKey();
      const token = sign(acme.claims('u-1'));
      expect((await ask({ token })).status).toBe(200);
      api.clock.advance(3600_000);
      const reply = await ask({ token });
      expect(reply.status).toBe(401);
      expect(await codeOf(reply)).toBe('token_expired');
      expectOpen(reply);
    });

    test('for its own project alone, also one that was good in the other', async () => {
      const { sign } = await acme.addTokenKey();
      const other = await createPublisher(api);
      await other.addTokenKey();
      const token = sign(acme.claims('u-1'));
      expect((await ask({ token })).status).toBe(200);
      expect(await codeOf(await ask({ token, project: other.publicKey }))).toBe('token_invalid');
      expect((await ask({ token })).status).toBe(200);
    });

    test('and says of a forged one what is wrong, never what it said', async () => {
      const { sign } = await acme.addTokenKey();
      const claims = { ...acme.claims('secret-subject'), aud: 'elsewhere' };
      const reply = await ask({ token: sign(claims) });
      const text = await reply.text();
      expect(JSON.parse(text)).toMatchObject({ status: 401, code: 'token_invalid' });
      expect(text).not.toContain('secret-subject');
    });
  });

  describe('counts requests of a network', () => {
    const askFrom = (api: TestApi, project: string) =>
      api.postFrom('203.0.113.9', '/v1/feed', { project, want: 'badge' });

    test('and tells what is left', async () => {
      const askAgain = () => askFrom(api, acme.publicKey);
      const left = async () => (await askAgain()).headers.get('ratelimit') ?? '';
      expect(await left()).toMatch(/^"read";r=5999;t=\d+$/);
      expect(await left()).toMatch(/^"read";r=5998;t=\d+$/);
      expect((await askAgain()).headers.get('ratelimit-policy')).toBe('"read";q=6000;w=60');
    });

    test('and refuses whoever asks too often, each project by itself', async () => {
      const strict = await startApi(database.openSecond(), {
        clock: api.clock,
        environment: { RATE_LIMITS: 'on' },
      });
      for (let n = 0; n < 6000; n += 1) await askFrom(strict, acme.publicKey);
      const reply = await askFrom(strict, acme.publicKey);
      expect(reply.status).toBe(429);
      expect(Number(reply.headers.get('retry-after'))).toBeGreaterThan(0);
      expect(reply.headers.get('ratelimit')).toContain('r=0');
      expect(await codeOf(reply)).toBe('rate_limited');
      expectOpen(reply);
      const other = await createPublisher(api);
      await strict.deps.notices.poll();
      expect((await askFrom(strict, other.publicKey)).status).toBe(200);
      await strict.stop();
    });
  });
});

/** A reply that CORS hides looks like a dead network. */
function expectOpen(reply: Response): void {
  expect(reply.headers.get('access-control-allow-origin')).toBe('*');
  expect(reply.headers.get('access-control-expose-headers')).toBe('Retry-After, RateLimit, ETag');
  expect(reply.headers.get('cross-origin-resource-policy')).toBe('cross-origin');
  expect(reply.headers.get('access-control-allow-credentials')).toBeNull();
}
