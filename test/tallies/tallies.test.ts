import { afterEach, beforeEach, expect, test } from 'vitest';
import { recount } from '../../api/responses/recount.ts';
import { type RatingFixture, startRatingFixture } from '../responses/rating-fixture.ts';
import { countRows, readTally } from '../responses/stored-counts.ts';
import { startApi } from '../support/api.ts';
import { onEachDatabase, type TestDatabase } from '../support/databases.ts';

const day = 24 * 60 * 60 * 1000;

onEachDatabase('a tally', ({ open }) => {
  let database: TestDatabase;
  let asking: RatingFixture;
  beforeEach(async () => {
    database = await open();
    asking = await startRatingFixture(database, { talliedTraits: ['plan', 'version'] });
  });
  afterEach(async () => {
    expect(await recount(database.reader, asking.projectId)).toEqual([]);
    await asking.api.stop();
  });

  /** Why it was given is counted too, but not here. */
  const answer: RatingFixture['answer'] = (changes = {}) =>
    asking.answer({ answers: {}, ...changes });
  const totals = () => readTally(database, 'tally_total', ['dimension', 'value', 'rating']);
  const days = () =>
    readTally(database, 'tally', ['dimension', 'day', 'in_window', 'surface', 'rating']);

  test('counts an answer once in each dimension of which something is known', async () => {
    const traits = { plan: 'pro', version: 7, seats: 3 };
    await asking.sendAccepted(answer({ version: '2.1', locale: 'de', traits }));
    await asking.sendAccepted(answer({ rating: 5 }));
    expect(await totals()).toEqual({
      'all  4': 1,
      'all  5': 1,
      'version 2.1 4': 1,
      'locale de 4': 1,
      'trait:plan pro 4': 1,
      'trait:version 7 4': 1,
    });
    expect(await readTally(database, 'exposure_tally', ['kind', 'dimension', 'value'])).toEqual({
      'shown all ': 2,
      'read all ': 2,
      'shown version 2.1': 1,
      'read version 2.1': 1,
      'shown locale de': 1,
      'read locale de': 1,
      'shown trait:plan pro': 1,
      'read trait:plan pro': 1,
      'shown trait:version 7': 1,
      'read trait:version 7': 1,
    });
  });

  test('moves with a change of mind, whatever the change was made with', async () => {
    const body = answer({ locale: 'de' });
    await asking.sendAccepted(body);
    asking.api.clock.advance(day);
    const sentAt = asking.api.clock().toISOString();
    const later = { revision: 2, rating: 2, locale: 'fr', surface: 'prompt' };
    await asking.sendAccepted({ ...body, ...later, createdAt: sentAt, sentAt });
    expect(await totals()).toEqual({ 'all  2': 1, 'locale de 2': 1 });
    expect(await days()).toMatchObject({ 'all 2026-06-01 1 panel 2': 1 });
  });

  test('has neither "not now" nor an answer without a rating, which are shown and no more', async () => {
    const nothing = { rating: null, answers: {}, comment: null };
    await asking.sendAccepted(answer({ ...nothing, state: 'dismissed' }));
    await asking.sendAccepted(answer({ ...nothing, state: 'later' }));
    await asking.sendAccepted(answer({ ...nothing, comment: 'Well.' }));
    expect(await totals()).toEqual({});
    expect(await readTally(database, 'exposure_tally', ['kind'])).toEqual({ shown: 3, read: 1 });
  });

  test('counts one who said "later" and then rated by where and when they rated', async () => {
    const nothing = { rating: null, answers: {}, comment: null };
    const body = answer({ ...nothing, state: 'later', surface: 'prompt' });
    await asking.sendAccepted(body);
    asking.api.clock.advance(2 * day);
    const now = asking.api.clock().toISOString();
    await asking.sendAccepted({ ...answer(), visitor: body.visitor, createdAt: now, sentAt: now });
    expect(await days()).toEqual({ 'all 2026-06-03 1 panel 4': 1 });
  });

  test('keeps a rating when the visitor later says only "not now"', async () => {
    const body = answer();
    await asking.sendAccepted(body);
    const nothing = { rating: null, answers: {}, comment: null };
    await asking.sendAccepted({ ...body, ...nothing, revision: 2, state: 'dismissed' });
    expect(await totals()).toEqual({ 'all  4': 1 });
  });

  test('ends 14 days after the visitor was first shown the release, to the millisecond', async () => {
    const visitor = crypto.randomUUID();
    await asking.sendEvents([{ kind: 'shown', release: asking.release.id }], { visitor });
    asking.api.clock.advance(14 * day);
    const body = answer({ visitor });
    await asking.sendAccepted(body);
    asking.api.clock.advance(1);
    await asking.sendAccepted({ ...body, revision: 2, rating: 1 });
    expect(await days()).toEqual({ 'all 2026-06-15 1 panel 4': 1 });
    const response = await database.reader
      .selectFrom('response')
      .selectAll()
      .executeTakeFirstOrThrow();
    expect(response).toMatchObject({ rating: 1, scored_rating: 4, in_window: 1 });
  });

  test('counts apart who answered for the first time after that', async () => {
    const visitor = crypto.randomUUID();
    await asking.sendEvents([{ kind: 'shown', release: asking.release.id }], { visitor });
    asking.api.clock.advance(14 * day + 1);
    await asking.sendAccepted(answer({ visitor }));
    expect(await days()).toEqual({ 'all 2026-06-15 0 panel 4': 1 });
  });

  test('takes an answer of the window that was long on its way for what it is', async () => {
    const visitor = crypto.randomUUID();
    await asking.sendEvents([{ kind: 'shown', release: asking.release.id }], { visitor });
    const queued = answer({ visitor, rating: 2 });
    asking.api.clock.advance(20 * day);
    const now = asking.api.clock().toISOString();
    await asking.sendAccepted({ ...queued, revision: 2, rating: 5, createdAt: now, sentAt: now });
    expect(await days()).toEqual({ 'all 2026-06-21 0 panel 5': 1 });
    await asking.sendAccepted({ ...queued, sentAt: now });
    expect(await days()).toEqual({ 'all 2026-06-01 1 panel 2': 1 });
  });

  test('has 50 values of a dimension at most, and the others together, over restarts too', async () => {
    const numbered = (major: number, length: number) =>
      Array.from({ length }, (_, i) => answer({ version: `${major}.${i}` }));
    await Promise.all(numbered(1, 40).map((body) => asking.sendAccepted(body)));
    const restarted = await startApi(database);
    const more = [...numbered(2, 30), ...numbered(1, 40)];
    const replies = await Promise.all(more.map((body) => restarted.post('/v1/responses', body)));
    await restarted.stop();
    expect(new Set(replies.map((reply) => reply.status))).toEqual(new Set([201]));
    const counted = await readTally(database, 'tally_total', ['dimension', 'value']);
    const ofVersion = Object.keys(counted).filter((name) => name.startsWith('version'));
    expect(ofVersion).toHaveLength(51);
    expect(counted['version other']).toBe(20);
    expect(counted['version 1.0']).toBe(2);
    expect(await countRows(database)).toMatchObject({ response: 110 });
  });

  test('is found wrong by the recount when it is', async () => {
    await asking.sendAccepted(answer());
    await database.writer.updateTable('tally').set({ count: 3 }).execute();
    await database.writer.updateTable('response').set({ first_rating: 1 }).execute();
    const found = await recount(database.reader, asking.projectId);
    expect(found).toMatchObject([{ table: 'response' }, { table: 'tally', row: { count: -2 } }]);
    await database.writer.updateTable('tally').set({ count: 1 }).execute();
    await database.writer.updateTable('response').set({ first_rating: 4 }).execute();
  });
});
