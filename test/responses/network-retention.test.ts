import { afterEach, beforeEach, expect, test } from 'vitest';
import { deleteHeldTexts } from '../../api/responses/held/held-texts-job.ts';
import { settleDue } from '../../api/responses/held/settle-job.ts';
import { recount } from '../../api/responses/recount.ts';
import { deleteOldNetworks } from '../../api/visitors/networks/network-retention-job.ts';
import { onEachDatabase, type TestDatabase } from '../support/databases.ts';
import { startServer } from '../support/processes.ts';
import { answerFrom, manyNetworks, oneAddress, startReview } from './network-answers.ts';
import { type RatingFixture, startRatingFixture } from './rating-fixture.ts';

const hour = 60 * 60 * 1000;

onEachDatabase('what is stored of networks', ({ open }) => {
  let database: TestDatabase;
  let asking: RatingFixture;

  beforeEach(async () => {
    database = await open();
    asking = await startRatingFixture(database);
  });
  afterEach(() => asking.api.stop());

  async function stored() {
    const { reader } = database;
    const counts = await reader.selectFrom('network_count').select('hour').distinct().execute();
    const raters = await reader.selectFrom('network_rater').select('hour').distinct().execute();
    const keys = await reader.selectFrom('network_key').select('day').orderBy('day').execute();
    const hours = (rows: { hour: string }[]) => rows.map((row) => row.hour).sort();
    return { counts: hours(counts), raters: hours(raters), keys: keys.map(({ day }) => day) };
  }

  test('is deleted after 48 hours, and a key once its day is not looked up any more', async () => {
    const { clock } = asking.api;
    clock.set('2026-06-01T12:30:00.000Z');
    await answerFrom(asking, manyNetworks(2));
    clock.advance(24 * hour);
    await answerFrom(asking, manyNetworks(2));
    const hours = ['2026-06-01T12', '2026-06-02T12'];
    const days = ['2026-06-01', '2026-06-02'];
    await deleteOldNetworks(asking.api.deps);
    expect(await stored()).toEqual({ counts: hours, raters: hours, keys: days });
    clock.advance(25 * hour);
    await deleteOldNetworks(asking.api.deps);
    const left = hours.slice(1);
    expect(await stored()).toEqual({ counts: left, raters: left, keys: ['2026-06-02'] });
    clock.advance(48 * hour);
    await deleteOldNetworks(asking.api.deps);
    expect(await stored()).toEqual({ counts: [], raters: [], keys: [] });
  });
});

onEachDatabase('the words of visitors who are held back', ({ open }) => {
  let database: TestDatabase;
  let asking: RatingFixture;
  let review: Awaited<ReturnType<typeof startReview>>;

  beforeEach(async () => {
    database = await open();
    asking = await startRatingFixture(database);
    review = await startReview(asking);
    await answerFrom(asking, manyNetworks(3), () => words);
    await answerFrom(asking, oneAddress('203.0.113.9', 300), () => words);
  });
  afterEach(async () => {
    expect(await recount(database.reader, asking.projectId)).toEqual([]);
    await asking.api.stop();
  });

  const words = {
    rating: 1,
    answers: { reasons: ['slower'], comment: 'Mine.' },
    comment: 'Worse.',
  };

  async function stored(): Promise<Record<string, number>> {
    const { reader } = database;
    const rows = await reader
      .selectFrom('response_revision')
      .select(['comment', 'answers'])
      .execute();
    const counts: Record<string, number> = {};
    for (const { comment, answers } of rows) {
      const key = `${comment} ${answers}`;
      counts[key] = (counts[key] ?? 0) + 1;
    }
    return counts;
  }

  const kept = `Worse. ${JSON.stringify(words.answers)}`;
  const deleted = 'null {"reasons":["slower"]}';

  test('are deleted after 30 days, and the ratings of the group can still be released', async () => {
    const { api } = asking;
    api.clock.advance(30 * 24 * hour - 1000);
    await deleteHeldTexts(api.deps);
    expect(await stored()).toEqual({ [kept]: 303 });
    api.clock.advance(2000);
    await Promise.all([deleteHeldTexts(api.deps), deleteHeldTexts(api.deps)]);
    expect(await stored()).toEqual({ [kept]: 3, [deleted]: 300 });
    const [group] = await review.groups();
    expect(group).toMatchObject({ answers: 300, comments: [] });
    expect((await review.decide(group?.id ?? '', 'release')).status).toBe(200);
    await settleDue(api.deps);
    expect((await review.score()).headline).toMatchObject({ n: 303 });
  });

  test('stay if the group is released, and go if it is rejected', async () => {
    const { api } = asking;
    const [group] = await review.groups();
    await review.decide(group?.id ?? '', 'release');
    await settleDue(api.deps);
    api.clock.advance(31 * 24 * hour);
    await deleteHeldTexts(api.deps);
    expect(await stored()).toEqual({ [kept]: 303 });
    await review.decide(group?.id ?? '', 'reject');
    await settleDue(api.deps);
    await deleteHeldTexts(api.deps);
    expect(await stored()).toEqual({ [kept]: 3, [deleted]: 300 });
  });
});

onEachDatabase('a started server', ({ open }) => {
  test('deletes by itself what has been kept for too long', { timeout: 60_000 }, async () => {
    const database = await open();
    // By the clock of the tests, which is months behind the server's.
    const asking = await startRatingFixture(database);
    await answerFrom(asking, oneAddress('203.0.113.9', 11));
    await asking.api.stop();
    const kept = async () => {
      const { reader } = database;
      const editions = await reader.selectFrom('response_revision').select('comment').execute();
      const counts = await reader.selectFrom('network_count').select('raters').execute();
      const words = editions.filter(({ comment }) => comment !== null);
      return { words: words.length > 0, counts: counts.length > 0 };
    };
    expect(await kept()).toEqual({ words: true, counts: true });
    const server = await startServer({ DATABASE_URL: database.url, LOG_LEVEL: 'fatal' });
    await expect.poll(kept).toEqual({ words: false, counts: false });
    await server.kill();
  });
});
