import { randomUUID } from 'node:crypto';
import { afterEach, expect, test } from 'vitest';
import { recount } from '../../api/responses/recount.ts';
import { type RatingFixture, startRatingFixture } from '../responses/rating-fixture.ts';
import { startApi, type TestApi } from '../support/api.ts';
import { onEachDatabase } from '../support/databases.ts';

onEachDatabase('answers sent to wear the server out', ({ open }) => {
  const apis: TestApi[] = [];
  afterEach(async () => {
    for (const api of apis.splice(0)) await api.stop();
  });

  async function begin(settings = {}): Promise<RatingFixture & { second(): Promise<TestApi> }> {
    const database = await open();
    const asking = await startRatingFixture(database, settings);
    apis.push(asking.api);
    const second = async () => {
      const api = await startApi(database.openSecond(), { clock: asking.api.clock });
      apis.push(api);
      return api;
    };
    return { ...asking, second };
  }

  test('change a hundred times at most, and are told their last words still', async () => {
    const { answer, send, sendAccepted: take } = await begin();
    const mine = answer({ visitor: randomUUID() });
    for (let revision = 1; revision <= 100; revision += 1) {
      await take({ ...mine, revision, rating: 1 + (revision % 5) });
    }
    const refused = await send({ ...mine, revision: 101, rating: 5 });
    expect(refused.status).toBe(409);
    expect((await refused.json()).code).toBe('revision_limit');
    expect(await take({ ...mine, revision: 100, rating: 1 }, 200)).toMatchObject({ rating: 1 });
    const another = await send({ ...mine, id: answer().id, revision: 1 });
    expect((await another.json()).code).toBe('revision_limit');
  });

  test('under one id from two visitors on two nodes: one is stored, one refused', async () => {
    const { api, answer, second, projectId } = await begin();
    const other = await second();
    for (let round = 0; round < 20; round += 1) {
      const first = answer();
      const statuses = await Promise.all([
        api.post('/v1/responses', first),
        other.post('/v1/responses', { ...first, visitor: randomUUID() }),
      ]).then((replies) => replies.map(({ status }) => status).sort());
      expect(statuses).toEqual([201, 409]);
    }
    expect(await recount(api.deps.database.reader, projectId)).toEqual([]);
  });

  test('are counted by what the host declared, not by what every object has', async () => {
    const {
      api,
      answer,
      sendAccepted: take,
    } = await begin({ talliedTraits: ['constructor', 'plan'] });
    await take(answer({ traits: { plan: 'pro' } }));
    const rows = await api.deps.database.reader
      .selectFrom('tally_total')
      .select(['dimension', 'value'])
      .execute();
    expect(rows).toContainEqual({ dimension: 'trait:plan', value: 'pro' });
    expect(rows.map(({ dimension }) => dimension)).not.toContain('trait:constructor');
  });
});
