import { afterEach, beforeEach, expect, test } from 'vitest';
import { settleDue } from '../../api/responses/held/settle-job.ts';
import { recount } from '../../api/responses/recount.ts';
import { startApi, type TestApi } from '../support/api.ts';
import { onEachDatabase, type TestDatabase } from '../support/databases.ts';
import { answerFrom, manyNetworks, oneAddress, startReview } from './network-answers.ts';
import { type RatingFixture, startRatingFixture } from './rating-fixture.ts';
import { countRows, readTally } from './stored-counts.ts';

const hour = 60 * 60 * 1000;
const attacker = '203.0.113.9';
const rating = (given: number) => () => ({ rating: given });

onEachDatabase('answers from one network', ({ open }) => {
  let database: TestDatabase;
  let asking: RatingFixture;
  let other: TestApi;
  let review: Awaited<ReturnType<typeof startReview>>;

  beforeEach(async () => {
    database = await open();
    asking = await startRatingFixture(database);
    other = await startApi(database.openSecond(), { clock: asking.api.clock });
    review = await startReview(asking);
  });
  afterEach(async () => {
    expect(await recount(database.reader, asking.projectId)).toEqual([]);
    await Promise.all([asking.api.stop(), other.stop()]);
  });

  const counted = async () => (await review.score()).headline;
  const settle = () => settleDue(asking.api.deps);

  test('cannot move a score: 2,360 fake answers after 40 honest ones, sent to two nodes', {
    timeout: 120_000,
  }, async () => {
    await answerFrom(asking, manyNetworks(40), (n) => ({ rating: n < 32 ? 5 : 2 }));
    expect(await counted()).toMatchObject({ n: 40, satisfied: 32 });
    await answerFrom(asking, oneAddress(attacker, 2360), rating(1), [asking.api, other]);
    const { headline, heldBack, keptOut, funnel } = await review.score();
    expect(headline).toMatchObject({ n: 40, satisfied: 32, value: 0.8 });
    expect({ heldBack, quarantined: keptOut.quarantined }).toEqual({
      heldBack: 2360,
      quarantined: 2360,
    });
    expect(funnel).toMatchObject({ shown: 40, read: 40, answered: 40 });
    const [group, ...more] = await review.groups();
    expect(more).toEqual([]);
    expect(group).toMatchObject({ state: 'held', visitors: 2360, answers: 2360 });
    expect(group?.ratings).toEqual([{ rating: 1, count: 2360 }]);
    expect(group?.comments).toEqual(Array(10).fill('Much better.'));
    expect(await countRows(database)).toMatchObject({ response: 2400 });
  });

  test('count up to 10 in an hour, and not from the 11th on', async () => {
    await answerFrom(asking, oneAddress(attacker, 10));
    expect(await counted()).toMatchObject({ n: 10 });
    await answerFrom(asking, [attacker]);
    expect(await counted()).toMatchObject({ n: 0 });
    expect((await review.score()).heldBack).toBe(11);
  });

  test('count up to 30 in 24 hours, also over midnight, and not from the 31st on', async () => {
    const { clock } = asking.api;
    clock.set('2026-06-01T20:30:00.000Z');
    for (let n = 0; n < 6; n += 1, clock.advance(hour)) {
      await answerFrom(asking, oneAddress(attacker, 5));
    }
    expect(clock().toISOString()).toBe('2026-06-02T02:30:00.000Z');
    expect(await counted()).toMatchObject({ n: 30 });
    await answerFrom(asking, [attacker]);
    expect(await counted()).toMatchObject({ n: 0 });
    clock.advance(24 * hour);
    await answerFrom(asking, oneAddress(attacker, 10));
    expect(await counted()).toMatchObject({ n: 10 });
  });

  test('are held back only if they are more than a fifth of the project’s', async () => {
    await answerFrom(asking, manyNetworks(120));
    await answerFrom(asking, oneAddress(attacker, 30));
    expect(await counted()).toMatchObject({ n: 150 });
    await answerFrom(asking, [attacker]);
    expect(await counted()).toMatchObject({ n: 120 });
    expect((await review.groups()).map(({ visitors }) => visitors)).toEqual([31]);
  });

  test('count on every node and after a restart', async () => {
    await answerFrom(asking, oneAddress(attacker, 5));
    await answerFrom(asking, oneAddress(attacker, 5), undefined, [other]);
    expect(await counted()).toMatchObject({ n: 10 });
    const restarted = await startApi(database, { clock: asking.api.clock });
    await answerFrom(asking, [attacker], undefined, [restarted]);
    await restarted.stop();
    expect(await counted()).toMatchObject({ n: 0 });
  });

  test('are one network for all addresses of a /24', async () => {
    await answerFrom(
      asking,
      Array.from({ length: 11 }, (_, n) => `203.0.113.${n}`),
    );
    expect(await counted()).toMatchObject({ n: 0 });
  });

  test('are one network for all addresses of a /64, however they are written', async () => {
    const written = ['2001:db8:7:1::9', '2001:0DB8:0007:0001:ffff::', '2001:db8:7:1:a:b:c:d'];
    const nine = Array.from({ length: 12 }, (_, n) => written[n % 3] ?? '');
    await answerFrom(asking, nine.slice(0, 10));
    expect(await counted()).toMatchObject({ n: 10 });
    await answerFrom(asking, nine.slice(10));
    expect(await counted()).toMatchObject({ n: 0 });
  });

  test('have a sum of their own for a /48: more than 100 in an hour', async () => {
    const site = Array.from({ length: 101 }, (_, n) => `2001:db8:7:${n.toString(16)}::9`);
    await answerFrom(asking, site.slice(0, 100));
    expect(await counted()).toMatchObject({ n: 100 });
    await answerFrom(asking, site.slice(100));
    expect(await counted()).toMatchObject({ n: 0 });
    expect(await review.groups()).toMatchObject([{ visitors: 101 }]);
  });

  test.each(['127.0.0.1', '10.1.2.3', '192.168.1.1', '100.64.0.1', '::1', 'fd00::1', ''])(
    'are of no network if the address is not public: %s',
    async (address) => {
      await answerFrom(asking, oneAddress(address, 40));
      expect(await counted()).toMatchObject({ n: 40 });
    },
  );

  test('count if their visitors are verified', async () => {
    const { sign } = await asking.addTokenKey();
    const token = (n: number) => ({ token: sign(asking.claims(`u${n}`)) });
    await answerFrom(asking, oneAddress(attacker, 40), token);
    expect(await counted()).toMatchObject({ n: 40 });
    await answerFrom(asking, oneAddress(attacker, 40));
    expect(await counted()).toMatchObject({ n: 40 });
  });

  test('count each visitor once, however often they answer or say "not now"', async () => {
    const later = { state: 'later', rating: null, comment: null };
    await answerFrom(asking, oneAddress(attacker, 40), () => later);
    const bodies = await answerFrom(asking, oneAddress(attacker, 10));
    const again = (n: number) => ({ ...bodies[n], revision: 2, rating: 1 });
    await answerFrom(asking, oneAddress(attacker, 10), again);
    expect(await counted()).toMatchObject({ n: 10, satisfied: 0 });
  });

  test('leave and re-enter the tallies together with what their visitors saw', async () => {
    const visitor = crypto.randomUUID();
    const seen = { kind: 'shown', release: asking.release.id };
    await asking.sendEvents([seen], { visitor });
    const exposed = () => readTally(database, 'exposure_tally', ['kind']);
    const bodies = await answerFrom(asking, oneAddress(attacker, 11), (n) =>
      n === 0 ? { visitor } : {},
    );
    expect(await exposed()).toEqual({});
    // What they do later stays out too.
    await asking.sendEvents([{ ...seen, kind: 'clicked' }], { visitor });
    const edit = { ...bodies[0], revision: 2, rating: 1 };
    await answerFrom(asking, [attacker], () => edit, [other]);
    expect(await exposed()).toEqual({});
    expect(await counted()).toMatchObject({ n: 0 });

    const [group] = await review.groups();
    expect((await review.decide(group?.id ?? '', 'release')).status).toBe(200);
    expect(await exposed()).toEqual({ shown: 11, read: 11, clicked: 1 });
    expect(await counted()).toMatchObject({ n: 11, satisfied: 10 });
  });

  test('are released and rejected as a whole, reversibly, each with one audit entry', async () => {
    await answerFrom(asking, manyNetworks(4));
    await answerFrom(asking, oneAddress(attacker, 600));
    const [{ id } = { id: '' }] = await review.groups();
    const decisions = ['release', 'reject', 'release'] as const;
    for (const verb of decisions) {
      const reply = await review.decide(id, verb);
      expect(await reply.json()).toMatchObject({ isMoving: true, visitors: 600, answers: 600 });
      expect(await recount(database.reader, asking.projectId)).toEqual([]);
      await settle();
      expect(await counted()).toMatchObject({ n: verb === 'release' ? 604 : 4 });
      expect((await review.score()).heldBack).toBe(0);
      expect(await recount(database.reader, asking.projectId)).toEqual([]);
    }
    expect((await review.decide(id, 'release')).status).toBe(409);
    const entries = await database.reader
      .selectFrom('audit_entry')
      .select('action')
      .where('subject', '=', `held-group:${id}`)
      .orderBy('seq')
      .execute();
    expect(entries.map(({ action }) => action)).toEqual(
      decisions.map((verb) => `held-group.${verb}`),
    );
  });

  test('wait in a group of their own after the first was released', async () => {
    await answerFrom(asking, oneAddress(attacker, 11));
    const [first] = await review.groups();
    await review.decide(first?.id ?? '', 'release');
    await answerFrom(asking, oneAddress(attacker, 3));
    expect(await counted()).toMatchObject({ n: 11 });
    expect((await review.groups()).map(({ state, visitors }) => [state, visitors])).toEqual([
      ['held', 3],
      ['released', 11],
    ]);
  });

  test('that were counted for long are moved in slices once the network is suspicious', async () => {
    await answerFrom(asking, oneAddress('10.0.0.1', 1300));
    await answerFrom(asking, oneAddress(attacker, 325));
    expect(await counted()).toMatchObject({ n: 1625 });
    await answerFrom(asking, [attacker]);
    expect(await recount(database.reader, asking.projectId)).toEqual([]);
    await settle();
    expect(await counted()).toMatchObject({ n: 1300 });
    expect((await review.score()).heldBack).toBe(326);
  });
});
