import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startApi, type TestApi } from '../../support/api.ts';
import { onEachDatabase, type TestDatabase } from '../../support/databases.ts';

const token = 'a token of the tests';

onEachDatabase('/metrics', ({ open }) => {
  let database: TestDatabase;
  let api: TestApi;

  beforeEach(async () => {
    database = await open();
    api = await startApi(database);
  });
  afterEach(() => api.stop());

  const read = (remoteAddress: string, headers: Record<string, string> = {}, node = api) =>
    node.app.request('/metrics', { headers }, { incoming: { socket: { remoteAddress } } });

  describe('without a token', () => {
    test.each(['127.0.0.1', '127.8.0.1', '::1', '::ffff:127.0.0.1'])(
      'is open to a program on this machine: %s',
      async (peer) => {
        const reply = await read(peer);
        expect(reply.status).toBe(200);
        expect(await reply.text()).toContain('live_streams 0');
      },
    );

    test.each<[peer: string, headers: Record<string, string>]>([
      ['203.0.113.9', {}],
      ['10.0.0.7', {}],
      ['::ffff:192.168.1.5', {}],
      ['', {}],
      ['203.0.113.9', { authorization: `Bearer ${token}` }],
      ['127.0.0.1', { 'x-forwarded-for': '203.0.113.9' }],
      ['127.0.0.1', { 'x-forwarded-for': '127.0.0.1' }],
      ['127.0.0.1', { forwarded: 'for=203.0.113.9' }],
      ['::1', { 'x-real-ip': '203.0.113.9' }],
    ])('is closed to %j with %j', async (peer, headers) => {
      const reply = await read(peer, headers);
      expect(reply.status).toBe(401);
      expect(await reply.json()).toMatchObject({
        code: 'unauthorized',
        detail: expect.stringContaining('METRICS_TOKEN'),
      });
    });
  });

  test('with a token is open to everyone who has it, and to nobody else', async () => {
    const environment = { METRICS_TOKEN: token };
    const node = await startApi(database.openSecond(), { clock: api.clock, environment });
    const authorization = `Bearer ${token}`;
    expect((await read('203.0.113.9', { authorization }, node)).status).toBe(200);
    expect((await read('127.0.0.1', {}, node)).status).toBe(401);
    expect((await read('127.0.0.1', { authorization: 'Bearer other' }, node)).status).toBe(401);
    await node.stop();
  });
});
