import { beforeEach, describe, expect, test } from 'vitest';
import { type Score, score } from '../../contract/scores.ts';
import {
  bodyOf,
  type ReleaseClient,
  readProblem,
  startReleaseClient,
} from '../releases/release-client.ts';
import { onEachDatabase, type TestDatabase } from '../support/databases.ts';
import { createTestProject } from '../support/projects.ts';
import { insertExposures, insertTallies } from './tally-rows.ts';

onEachDatabase('the score of a release', ({ open }) => {
  let database: TestDatabase;
  let desk: ReleaseClient;
  let id: string;

  beforeEach(async () => {
    database = await open();
    desk = await startReleaseClient(database);
    ({ id } = await desk.draft('2.0'));
    await desk.publish(id);
    return () => desk.api.stop();
  });

  const read = (releaseId = id): Promise<Score> =>
    bodyOf(desk.as.read('GET', `/releases/${releaseId}/score`), score);

  test('says so where nobody has answered', async () => {
    expect(await read()).toMatchObject({
      release: id,
      survey: { version: 1 },
      headline: { n: 0, value: null, interval: null, display: 'hidden' },
      distribution: [1, 2, 3, 4, 5].map((rating) => ({ rating, count: 0 })),
      funnel: { shown: 0, read: 0, answered: 0, responseRate: null },
      bySurface: [],
    });
  });

  test('is the share of fours and fives, with its interval and its definition', async () => {
    await insertTallies(database, id, [
      { rating: 5, count: 10 },
      { rating: 4, count: 8 },
      { rating: 2, count: 2 },
    ]);
    const { headline, distribution, definition } = await read();
    expect(headline).toEqual({
      n: 20,
      satisfied: 18,
      value: 0.9,
      interval: { low: expect.closeTo(0.698966, 6), high: expect.closeTo(0.972134, 6) },
      display: 'early',
    });
    expect(distribution.map(({ count }) => count)).toEqual([0, 2, 0, 8, 10]);
    expect(definition).toMatch(/4 or 5/);
  });

  test('adds up what different nodes have counted, and counts nobody twice', async () => {
    await insertTallies(database, id, [
      { rating: 5, count: 3, slot: 0 },
      { rating: 5, count: 4, slot: 15 },
      { rating: 5, count: 7, dimension: 'locale', value: 'de' },
      { rating: 5, count: 7, dimension: 'version', value: '2.0' },
    ]);
    expect((await read()).headline.n).toBe(7);
  });

  test('stands beside how many saw the release and answered', async () => {
    await insertExposures(database, id, { shown: 60, read: 20 });
    await insertExposures(database, id, { shown: 40, read: 5, day: '2026-06-02' });
    await insertTallies(database, id, [
      { rating: 5, count: 8 },
      { rating: 1, count: 2, inWindow: 0 },
    ]);
    expect((await read()).funnel).toEqual({
      shown: 100,
      read: 25,
      answered: 10,
      responseRate: 0.1,
    });
  });

  test('says by day how many saw the release and answered, from the day it went live', async () => {
    desk.api.clock.set('2026-06-03T00:30:00.000Z');
    await insertExposures(database, id, { shown: 40, read: 9 });
    await insertExposures(database, id, { shown: 8, read: 1, day: '2026-06-03' });
    await insertTallies(database, id, [
      { rating: 5, count: 6 },
      { rating: 4, count: 2, slot: 3, inWindow: 0 },
      { rating: 1, count: 1, standing: 'staff' },
      { rating: 5, count: 6, dimension: 'locale', value: 'de' },
      { rating: 1, count: 3, day: '2026-06-03', surveyVersion: 1, surface: 'prompt' },
    ]);
    expect((await read()).byDay).toEqual([
      { day: '2026-06-01', shown: 40, answered: 8 },
      { day: '2026-06-02', shown: 0, answered: 0 },
      { day: '2026-06-03', shown: 8, answered: 3 },
    ]);
  });

  test('has the last 90 days, and none of a release that is not out', async () => {
    const draft = await desk.draft('2.1');
    expect((await read(draft.id)).byDay).toEqual([]);
    await desk.publish(draft.id, { at: '2026-06-01T18:00', zone: 'UTC' });
    expect((await read(draft.id)).byDay).toEqual([]);
    desk.api.clock.set('2026-09-10T12:00:00.000Z');
    const days = (await read()).byDay.map(({ day }) => day);
    expect(days).toHaveLength(90);
    expect([days[0], days.at(-1)]).toEqual(['2026-06-13', '2026-09-10']);
  });

  test('says why, of the answers that count', async () => {
    const because = (value: string, rating: number, count: number) => {
      return { dimension: 'answer:reasons', value, rating, count };
    };
    await insertTallies(database, id, [
      { rating: 5, count: 9 },
      because('faster', 5, 4),
      { ...because('faster', 5, 2), slot: 7 },
      because('faster', 4, 1),
      because('broken', 1, 3),
      because('other', 2, 3),
      { ...because('broken', 1, 8), inWindow: 0 },
      { ...because('broken', 1, 8), standing: 'staff' },
      { ...because('broken', 2, 0), surface: 'prompt' },
      { rating: 5, count: 9, dimension: 'locale', value: 'de' },
    ]);
    const reason = (choice: string, count: number, byRating: object[]) => {
      return { question: 'reasons', choice, count, byRating };
    };
    expect((await read()).reasons).toEqual([
      reason('faster', 7, [
        { rating: 4, count: 1 },
        { rating: 5, count: 6 },
      ]),
      reason('broken', 3, [{ rating: 1, count: 3 }]),
      reason('other', 3, [{ rating: 2, count: 3 }]),
    ]);
  });

  test('is split by where the answers were given', async () => {
    await insertTallies(database, id, [
      { rating: 5, count: 4, surface: 'panel' },
      { rating: 1, count: 4, surface: 'prompt' },
      { rating: 5, count: 2, surface: 'prompt' },
    ]);
    const { headline, bySurface } = await read();
    expect(headline).toMatchObject({ n: 10, satisfied: 6 });
    expect(bySurface).toMatchObject([
      { surface: 'panel', headline: { n: 4, satisfied: 4 } },
      { surface: 'prompt', headline: { n: 6, satisfied: 2 } },
    ]);
  });

  test('is of one release', async () => {
    const other = await desk.draft('1.0');
    await insertTallies(database, other.id, [{ rating: 1, count: 9 }]);
    await insertTallies(database, id, [{ rating: 5, count: 1 }]);
    expect((await read()).headline).toMatchObject({ n: 1, satisfied: 1 });
    expect((await read(other.id)).headline).toMatchObject({ n: 9, satisfied: 0 });
  });

  describe('keeps out', () => {
    test('answers given too late and those of staff, and says how many', async () => {
      await insertTallies(database, id, [
        { rating: 5, count: 5 },
        { rating: 1, count: 3, inWindow: 0 },
        { rating: 1, count: 2, standing: 'staff' },
      ]);
      const { headline, funnel, keptOut } = await read();
      expect(headline).toMatchObject({ n: 5, satisfied: 5 });
      expect(keptOut).toMatchObject({ outOfWindow: 3, staff: 2, unverified: 0 });
      expect(funnel.answered).toBe(8);
    });

    test('anonymous answers, where the project requires verified visitors', async () => {
      await insertTallies(database, id, [
        { rating: 1, count: 5, standing: 'anonymous' },
        { rating: 5, count: 3, standing: 'verified' },
      ]);
      expect((await read()).headline).toMatchObject({ n: 8, satisfied: 3 });
      const edit = desk.as.admin('PATCH', '', { requireVerified: true }, { 'if-match': '*' });
      expect((await edit).status).toBe(200);
      const { headline, keptOut } = await read();
      expect(headline).toMatchObject({ n: 3, satisfied: 3 });
      expect(keptOut).toMatchObject({ unverified: 5 });
    });

    test('answers to an older edition of the survey', async () => {
      ({ id } = await desk.draft('2.1'));
      await insertTallies(database, id, [{ rating: 1, count: 5 }]);
      await database.writer
        .insertInto('survey_version')
        .columns(['project_id', 'survey_id', 'n', 'definition', 'created_at'])
        .expression((eb) =>
          eb
            .selectFrom('survey_version')
            .select(['project_id', 'survey_id', eb.lit(2).as('n'), 'definition', 'created_at']),
        )
        .execute();
      await desk.publish(id);
      await insertTallies(database, id, [{ rating: 5, count: 6, surveyVersion: 2 }]);
      const { survey, headline, keptOut, funnel } = await read();
      expect(survey?.version).toBe(2);
      expect(headline).toMatchObject({ n: 6, satisfied: 6 });
      expect(keptOut.otherVersions).toBe(5);
      expect(funnel.answered).toBe(11);
      expect(await headlineInList()).toEqual(headline);
    });
  });

  test('is the same in the list of releases', async () => {
    await insertTallies(database, id, [
      { rating: 5, count: 30 },
      { rating: 5, count: 9, inWindow: 0 },
      { rating: 3, count: 10, standing: 'verified' },
      { rating: 3, count: 10, standing: 'staff' },
    ]);
    const { headline } = await read();
    expect(headline).toMatchObject({ n: 40, satisfied: 30, value: 0.75, display: 'normal' });
    expect(await headlineInList()).toEqual(headline);
  });

  async function headlineInList() {
    const { data } = await (await desk.as.read('GET', '/releases')).json();
    return data.find((release: { id: string }) => release.id === id).score;
  }

  test('is nobody’s business in another project', async () => {
    const other = await createTestProject(desk.api);
    const stranger = desk.api.as(await other.key('admin'));
    for (const slug of [desk.project.slug, other.slug]) {
      const reply = stranger.get(`/api/projects/${slug}/releases/${id}/score`);
      expect(await readProblem(reply)).toMatchObject({ status: 404, code: 'not_found' });
    }
  });

  test('needs a key, and an id that is one', async () => {
    const path = `/api/projects/${desk.project.slug}/releases/${id}/score`;
    expect(await readProblem(desk.api.app.request(path))).toMatchObject({ status: 401 });
    expect(await readProblem(desk.send('GET', '/releases/2.0/score'))).toMatchObject({
      code: 'invalid_id',
    });
  });
});
