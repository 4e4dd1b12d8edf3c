import { afterEach, beforeEach, expect, test } from 'vitest';
import { recount } from '../../api/responses/recount.ts';
import {
  type RatingFixture,
  readProblem,
  startRatingFixture,
} from '../responses/rating-fixture.ts';
import { countRows, readTally } from '../responses/stored-counts.ts';
import { onEachDatabase, type TestDatabase } from '../support/databases.ts';

onEachDatabase('an event', ({ open }) => {
  let database: TestDatabase;
  let asking: RatingFixture;
  let release: string;
  const visitor = 'aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee';
  beforeEach(async () => {
    database = await open();
    asking = await startRatingFixture(database);
    release = asking.release.id;
  });
  afterEach(async () => {
    expect(await recount(database.reader, asking.projectId)).toEqual([]);
    await asking.api.stop();
  });

  const exposures = async () => {
    const rows = await database.reader
      .selectFrom('exposure')
      .selectAll()
      .orderBy('first_at')
      .orderBy('kind')
      .execute();
    return rows.map((row) => [row.kind, row.first_at]);
  };
  const counted = () => readTally(database, 'exposure_tally', ['kind', 'dimension', 'value']);
  const onlyVisitor = () =>
    database.reader.selectFrom('visitor').selectAll().executeTakeFirstOrThrow();

  test('is counted once per visitor, release and kind, however often it is sent', async () => {
    const events = ['shown', 'clicked', 'shown'].map((kind) => ({ kind, release }));
    const sent = Array.from({ length: 20 }, () => asking.sendEvents(events, { visitor }));
    expect(new Set(await Promise.all(sent))).toEqual(new Set([3]));
    await asking.sendEvents([{ kind: 'shown', release }], { visitor: crypto.randomUUID() });
    expect(await counted()).toEqual({ 'shown all ': 2, 'clicked all ': 1 });
  });

  test('of reading means that it was shown', async () => {
    await asking.sendEvents([{ kind: 'read', release }], { visitor });
    expect(await counted()).toEqual({ 'shown all ': 1, 'read all ': 1 });
  });

  test('keeps the time of the first one', async () => {
    await asking.sendEvents([{ kind: 'shown', release }], { visitor });
    asking.api.clock.advance(60_000);
    await asking.sendEvents([{ kind: 'read', release }], { visitor });
    expect(await exposures()).toEqual([
      ['shown', '2026-06-01T12:00:00.000Z'],
      ['read', '2026-06-01T12:01:00.000Z'],
    ]);
  });

  test('happened as long before it came as the client kept it', async () => {
    const clock = { sentAt: '1999-01-01T00:10:00.000Z' };
    const at = '1999-01-01T00:00:00.000Z';
    await asking.sendEvents([{ kind: 'shown', release, at }], { visitor, ...clock });
    expect(await exposures()).toEqual([['shown', '2026-06-01T11:50:00.000Z']]);
  });

  test('of running needs the version that ran', async () => {
    expect(await asking.sendEvents([{ kind: 'ran', release }], { visitor })).toBe(0);
    expect(await countRows(database)).toMatchObject({ visitor: 0, exposure: 0 });
    expect(await asking.sendEvents([{ kind: 'ran', release }], { visitor, version: '1.0.0' })).toBe(
      1,
    );
    expect(await counted()).toEqual({ 'ran all ': 1, 'ran version 1.0.0': 1 });
  });

  test('turns the visitor’s own switch; the last word counts', async () => {
    await asking.sendEvents([{ kind: 'muted' }], { visitor });
    expect(await onlyVisitor()).toMatchObject({ muted: 1 });
    await asking.sendEvents([{ kind: 'unmuted' }, { kind: 'muted' }, { kind: 'unmuted' }], {
      visitor,
    });
    expect(await onlyVisitor()).toMatchObject({ muted: 0 });
  });

  test('of being shown moves when the visitor last looked, and never back', async () => {
    const now = asking.api.clock().toISOString();
    const shownAt = (at: string) =>
      asking.sendEvents([{ kind: 'shown', release, at }], { visitor, sentAt: now });
    await shownAt('2026-06-01T11:00:00.000Z');
    await shownAt('2026-06-01T10:00:00.000Z');
    expect(await onlyVisitor()).toMatchObject({ seen_at: '2026-06-01T11:00:00.000Z' });
  });

  test('about what was never published is dropped, and told like one about nothing', async () => {
    const draft = await asking.draft('2.0.0');
    const coming = await asking.schedule('3.0.0', '2026-06-01T13:00:00.000Z');
    for (const { id } of [draft, coming, { id: crypto.randomUUID() }]) {
      expect(await asking.sendEvents([{ kind: 'shown', release: id }], { visitor })).toBe(0);
    }
    expect(await countRows(database)).toMatchObject({ visitor: 0, exposure: 0 });
    asking.api.clock.set('2026-06-01T13:00:00.000Z');
    expect(await asking.sendEvents([{ kind: 'shown', release: coming.id }], { visitor })).toBe(1);
  });

  test('about a release that was rolled back meanwhile is taken', async () => {
    await asking.rollBack(asking.release);
    expect(await asking.sendEvents([{ kind: 'shown', release }], { visitor })).toBe(1);
  });

  test.each([{ 'sec-gpc': '1' }, { dnt: '1' }])(
    'is not taken from a browser with %o',
    async (headers) => {
      const at = asking.api.clock().toISOString();
      const body = { project: asking.publicKey, visitor, events: [{ kind: 'shown', release, at }] };
      const reply = await asking.api.post('/v1/events', body, headers);
      expect([reply.status, await reply.json()]).toEqual([200, { accepted: 0 }]);
      expect(await countRows(database)).toMatchObject({ visitor: 0, exposure: 0 });
      expect((await asking.api.post('/v1/events', body)).status).toBe(200);
      expect(await countRows(database)).toMatchObject({ visitor: 1, exposure: 1 });
    },
  );

  test.each([
    ['/events', { events: [] }],
    ['/events/0/kind', { events: [{ kind: 'liked', at: '2026-06-01T12:00:00Z' }] }],
    ['/events/0/at', { events: [{ kind: 'muted', at: 'now' }] }],
    ['/visitor', { visitor: undefined }],
  ])('is refused with a pointer to %s', async (pointer, change) => {
    const events = [{ kind: 'muted', at: '2026-06-01T12:00:00Z' }];
    const body = { project: asking.publicKey, visitor, events, ...change };
    const refusal = await readProblem(await asking.api.post('/v1/events', body));
    expect(refusal).toEqual({ status: 422, code: 'invalid_body', pointers: [pointer] });
    expect(await countRows(database)).toMatchObject({ visitor: 0 });
  });
});
