import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createHeartbeatThrottle } from '../../api/heartbeats/heartbeat-throttle.ts';
import { recordHeartbeats } from '../../api/heartbeats/heartbeats.ts';
import { listOf } from '../../contract/fields.ts';
import { sighting } from '../../contract/sightings.ts';
import { createPublisher, type Publisher } from '../feed/publisher.ts';
import { startApi, type TestApi } from '../support/api.ts';
import { onEachDatabase, type TestDatabase } from '../support/databases.ts';
import { addMember } from '../support/people.ts';

const app = 'https://app.acme.example';
const start = '2026-06-01T12:00:00.000Z';
const minuteMs = 60_000;

describe('a page that asks for a feed', () => {
  const book = () => createHeartbeatThrottle(50);

  test('is news once a minute, for each project and origin', () => {
    const { shouldRecord: isNews } = book();
    expect(isNews('a', app, 0)).toBe(true);
    expect(isNews('a', app, minuteMs - 1)).toBe(false);
    expect(isNews('a', 'https://www.acme.example', 1)).toBe(true);
    expect(isNews('b', app, 1)).toBe(true);
    expect(isNews('a', app, minuteMs)).toBe(true);
  });

  test.each([undefined, 'null', 'https://acme.example/path', 'javascript:alert(1)', '<b>', ''])(
    'is none with the origin %j',
    (origin) => expect(book().shouldRecord('a', origin, 0)).toBe(false),
  );

  test('is not news where 50 others were within the minute', () => {
    const { shouldRecord: isNews } = book();
    const invented = Array.from({ length: 200 }, (_, n) => `https://${n}.example`);
    expect(invented.filter((origin) => isNews('a', origin, 0))).toHaveLength(50);
    expect(isNews('b', app, 0)).toBe(true);
    expect(isNews('a', app, minuteMs)).toBe(true);
  });
});

onEachDatabase('sightings of the snippet', ({ open }) => {
  let database: TestDatabase;
  let api: TestApi;
  let acme: Publisher;

  beforeEach(async () => {
    database = await open();
    api = await startApi(database);
    acme = await createPublisher(api, { allowedOrigins: [app, 'https://b.example'] });
  });
  afterEach(() => api.stop());

  const ask = async (origin?: string, body = {}) => {
    const headers = origin === undefined ? undefined : { origin };
    return api.post('/v1/feed', { project: acme.publicKey, want: 'badge', ...body }, headers);
  };
  const list = async () => {
    const viewer = await addMember(api, { id: acme.projectId }, 'viewer');
    const reply = await viewer.get(`/api/projects/${acme.projectId}/sightings`);
    expect(reply.status).toBe(200);
    return listOf(sighting).parse(await reply.json()).data;
  };

  test('begin with none', async () => {
    expect(await list()).toEqual([]);
  });

  test('tell from where and when the feed was first and last asked for', async () => {
    await ask(app);
    await expect
      .poll(list)
      .toEqual([{ origin: app, firstSeenAt: start, lastSeenAt: start, isRefused: false }]);
    api.clock.advance(10 * minuteMs);
    await ask(app);
    await ask('https://b.example');
    const later = '2026-06-01T12:10:00.000Z';
    await expect.poll(list).toEqual([
      { origin: app, firstSeenAt: start, lastSeenAt: later, isRefused: false },
      { origin: 'https://b.example', firstSeenAt: later, lastSeenAt: later, isRefused: false },
    ]);
  });

  test('leave out programs', async () => {
    expect((await ask()).status).toBe(200);
    expect((await ask(app)).status).toBe(200);
    await expect.poll(async () => (await list()).length).toBe(1);
  });

  const refusals = async () => (await list()).filter(({ isRefused }) => isRefused);

  test('tell which pages are refused, whatever they asked for, until they are let in', async () => {
    const shop = 'https://shop.example';
    expect((await ask(shop)).status).toBe(403);
    const seen = { origin: shop, firstSeenAt: start, lastSeenAt: start };
    await expect.poll(list).toEqual([{ ...seen, isRefused: true }]);
    await acme.change({ allowedOrigins: [shop] });
    expect(await list()).toEqual([{ ...seen, isRefused: false }]);
    const stream = `/v1/live?project=${acme.publicKey}`;
    expect((await api.app.request(stream, { headers: { origin: app } })).status).toBe(403);
    await expect.poll(async () => (await refusals()).map(({ origin }) => origin)).toEqual([app]);
  });

  test('turn from let in to refused with the list, before the page asks anew', async () => {
    await ask(app);
    await expect.poll(async () => (await list()).length).toBe(1);
    await acme.change({ allowedOrigins: ['https://b.example'] });
    expect((await refusals()).map(({ origin }) => origin)).toEqual([app]);
  });

  test('keep those let in, however many refused origins a stranger invents', async () => {
    await ask(app);
    for (let minute = 0; minute < 3; minute += 1) {
      const invented = Array.from({ length: 60 }, (_, n) => `https://m${minute}-${n}.example`);
      for (const origin of invented) expect((await ask(origin)).status).toBe(403);
      await expect.poll(lastRefused).toMatch(new RegExp(`^https://m${minute}-`));
      api.clock.advance(minuteMs);
    }
    const rows = await database.reader.selectFrom('sighting').select('refused').execute();
    expect(rows.filter(({ refused }) => refused === 1)).toHaveLength(20);
    expect((await list()).filter(({ isRefused }) => !isRefused)).toMatchObject([{ origin: app }]);
  });

  const lastRefused = async () => (await refusals())[0]?.origin ?? '';

  test('keep nothing but project, origin and time', async () => {
    const visitor = crypto.randomUUID();
    await ask(app, { visitor, url: 'https://app.acme.example/secret?q=1', locale: 'de' });
    await expect.poll(async () => (await list()).length).toBe(1);
    const rows = await database.reader.selectFrom('sighting').selectAll().execute();
    const times = { first_seen_at: start, last_seen_at: start };
    expect(rows).toEqual([{ project_id: acme.projectId, origin: app, ...times, refused: 0 }]);
  });

  test('are the 50 last of each project, whoever invents more', async () => {
    const other = await createPublisher(api);
    const seen = Array.from({ length: 70 }, (_, n) => ({
      projectId: acme.projectId,
      origin: `https://${n}.example`,
      at: new Date(Date.parse(start) + n).toISOString(),
      isRefused: false,
    }));
    const one = { projectId: other.projectId, origin: app, at: start, isRefused: false };
    const { writer } = database;
    await writer.transaction().execute((trx) => recordHeartbeats(trx, [one, ...seen, ...seen]));
    const kept = await list();
    expect(kept.map(({ origin }) => origin)).toEqual(
      seen
        .slice(20)
        .map(({ origin }) => origin)
        .reverse(),
    );
    const rows = await database.reader.selectFrom('sighting').select('project_id').execute();
    expect(rows).toHaveLength(51);
  });

  test('do not go back in time where batches come in another order', async () => {
    const { writer } = database;
    const at = (time: string) => [
      { projectId: acme.projectId, origin: app, at: time, isRefused: false },
    ];
    const store = (time: string) =>
      writer.transaction().execute((trx) => recordHeartbeats(trx, at(time)));
    await store('2026-06-01T12:05:00.000Z');
    await store(start);
    expect((await list())[0]?.lastSeenAt).toBe('2026-06-01T12:05:00.000Z');
  });
});
