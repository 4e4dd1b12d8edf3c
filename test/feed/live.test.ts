import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { startApi, type TestApi } from '../support/api.ts';
import { onEachDatabase, type TestDatabase } from '../support/databases.ts';
import { createPublisher, type Publisher } from './publisher.ts';

onEachDatabase('the live stream', ({ open }) => {
  let database: TestDatabase;
  let api: TestApi;
  let acme: Publisher;

  beforeEach(async () => {
    database = await open();
    api = await startApi(database);
    acme = await createPublisher(api);
  });
  afterEach(() => api.stop());

  const listen = (node = api, headers: Record<string, string> = {}) =>
    node.app.request(`/v1/live?project=${acme.publicKey}`, { headers });

  test('tells the revision at once and at every change, and nothing else', async () => {
    const reply = await listen();
    expect(reply.headers.get('content-type')).toBe('text/event-stream');
    expect(reply.headers.get('access-control-allow-origin')).toBe('*');
    const events = readEvents(reply);
    const start = revisionOf(await events.next());
    await acme.publish('1.0', { title: 'SECRET' });
    const text = await events.next();
    expect(text).toBe(`event: changed\ndata: {"revision":${start + 1}}\n\n`);
    await events.stop();
  });

  test('tells of a roll-back', async () => {
    const release = await acme.publish('1.0');
    const events = readEvents(await listen());
    const before = revisionOf(await events.next());
    await acme.rollBack(release);
    expect(revisionOf(await events.next())).toBe(before + 1);
    await events.stop();
  });

  test('keeps silent about drafts and other projects', async () => {
    const events = readEvents(await listen());
    const before = revisionOf(await events.next());
    await acme.draft('1.0');
    await (await createPublisher(api)).publish('1.0');
    await acme.publish('1.1');
    expect(revisionOf(await events.next())).toBe(before + 1);
    await events.stop();
  });

  test('tells what another node did within a second', async () => {
    const other = await startApi(database.openSecond(), { clock: api.clock });
    const events = readEvents(await listen(other));
    const before = revisionOf(await events.next());
    const started = Date.now();
    await acme.publish('1.0');
    expect(revisionOf(await events.next())).toBe(before + 1);
    expect(Date.now() - started).toBeLessThan(1000);
    await events.stop();
    await other.stop();
  });

  test('reaches a thousand readers within a second', async () => {
    const all = await Promise.all(Array.from({ length: 1000 }, () => listen()));
    const readers = all.map(readEvents);
    await Promise.all(readers.map((events) => events.next()));
    const started = Date.now();
    await acme.publish('1.0');
    const heard = await Promise.all(readers.map((events) => events.next()));
    expect(Date.now() - started).toBeLessThan(1000);
    expect(new Set(heard).size).toBe(1);
    await Promise.all(readers.map((events) => events.stop()));
  });

  test('sends each client its own delay before it reads the feed, and before it reconnects', async () => {
    const replies = await Promise.all(Array.from({ length: 50 }, () => listen()));
    const texts = await Promise.all(replies.map((reply) => readEvents(reply).next()));
    const shape = /^retry: (\d+)\nevent: changed\ndata: \{"revision":\d+,"delayMs":(\d+)\}\n\n$/;
    const [, retries, delays] = [0, 1, 2].map((at) =>
      texts.map((t) => Number(shape.exec(t)?.[at])),
    );
    expect(retries?.every((ms) => ms >= 1000 && ms <= 3000)).toBe(true);
    expect(delays?.every((ms) => ms >= 0 && ms <= 500)).toBe(true);
    for (const drawn of [retries, delays]) expect(new Set(drawn).size).toBeGreaterThan(5);
  });

  test('is written to a few at a time, so that the event loop stays free', async ({
    onTestFinished,
  }) => {
    const all = await Promise.all(Array.from({ length: 1000 }, () => listen()));
    const readers = all.map(readEvents);
    await Promise.all(readers.map((events) => events.next()));
    const turns = countWrites();
    onTestFinished(turns.stop);
    await acme.publish('1.0');
    await Promise.all(readers.map((events) => events.next()));
    expect(turns.total()).toBe(1000);
    expect(turns.most()).toBeLessThanOrEqual(250);
  });

  test('skips to the newest revision when changes come faster than streams are written to', async () => {
    const all = await Promise.all(Array.from({ length: 1000 }, () => listen()));
    const readers = all.map(readEvents);
    const [first = ''] = await Promise.all(readers.map((events) => events.next()));
    await Promise.all([acme.publish('1.0'), acme.publish('1.1')]);
    const newest = revisionOf(first) + 2;
    for (const events of readers) {
      let told = revisionOf(await events.next());
      while (told < newest) told = revisionOf(await events.next());
      expect(told).toBe(newest);
    }
  });

  test('ends when the process stops, and none is opened after', async () => {
    const events = readEvents(await listen());
    await events.next();
    await api.stop();
    expect(await events.next()).toBe('');
    const reply = await listen();
    expect(reply.status).toBe(503);
    expect(await reply.json()).toMatchObject({ code: 'unavailable' });
  });

  test('is kept open by a comment now and then', async ({ onTestFinished }) => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    onTestFinished(() => void vi.useRealTimers());
    const node = await startApi(database.openSecond(), { clock: api.clock });
    const events = readEvents(await listen(node));
    await events.next();
    vi.advanceTimersByTime(25_000);
    expect(await events.next()).toBe(':\n\n');
    await events.stop();
    await node.stop();
  });

  describe('is refused', () => {
    test('without a project, and for an unknown one', async () => {
      const missing = await api.app.request('/v1/live');
      expect(missing.status).toBe(422);
      expect(await missing.json()).toMatchObject({ code: 'invalid_query' });
      for (const key of ['pk_unknown', '%00', '__proto__', 'x'.repeat(5000)]) {
        const reply = await api.app.request(`/v1/live?project=${key}`);
        expect(reply.status).toBe(404);
        expect(reply.headers.get('access-control-allow-origin')).toBe('*');
      }
    });

    test('to pages that the project does not allow', async () => {
      await acme.change({ allowedOrigins: ['https://app.acme.example'] });
      const allowed = await listen(api, { origin: 'https://app.acme.example' });
      expect(allowed.status).toBe(200);
      await allowed.body?.cancel();
      expect((await listen(api, { origin: 'https://evil.example' })).status).toBe(403);
    });

    test('to an address that has 2,000 open, until one of them ends', async () => {
      const strict = await startApi(database.openSecond(), {
        clock: api.clock,
        environment: { RATE_LIMITS: 'on' },
      });
      const all = await Promise.all(Array.from({ length: 2000 }, () => listen(strict)));
      expect(all.every((reply) => reply.status === 200)).toBe(true);
      const reply = await listen(strict);
      expect(reply.status).toBe(429);
      expect(reply.headers.get('retry-after')).toBe('60');
      await all[0]?.body?.cancel();
      expect((await listen(strict)).status).toBe(200);
      await strict.stop();
    });
  });
});

function readEvents(reply: Response) {
  const reader = reply.body?.getReader();
  const decoder = new TextDecoder();
  return {
    /** The next piece; the empty text at the end. */
    next: async () => decoder.decode((await reader?.read())?.value),
    stop: async () => reader?.cancel(),
  };
}

/** Counts what is written to streams, by turns of the event loop. */
function countWrites() {
  const write = vi.spyOn(ReadableStreamDefaultController.prototype, 'enqueue');
  let [seen, most, running] = [0, 0, true];
  function look() {
    most = Math.max(most, write.mock.calls.length - seen);
    seen = write.mock.calls.length;
    if (running) setImmediate(look);
  }
  setImmediate(look);
  return {
    total: () => write.mock.calls.length,
    most: () => most,
    stop() {
      running = false;
      write.mockRestore();
    },
  };
}

function revisionOf(event: string): number {
  const shape =
    /^(?:retry: \d+\n)?event: changed\ndata: \{"revision":(\d+)(?:,"delayMs":\d+)?\}\n\n$/;
  return Number(shape.exec(event)?.[1]);
}
