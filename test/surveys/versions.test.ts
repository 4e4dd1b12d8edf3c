import { beforeEach, describe, expect, test } from 'vitest';
import { stampDue } from '../../api/releases/publishing.ts';
import { recount } from '../../api/responses/recount.ts';
import { getScore } from '../../api/scores/scores.ts';
import type { Release } from '../../contract/releases.ts';
import { readFeed } from '../feed/publisher.ts';
import {
  type RatingFixture,
  readProblem,
  startRatingFixture,
} from '../responses/rating-fixture.ts';
import { readTally } from '../responses/stored-counts.ts';
import { onEachDatabase, type TestDatabase } from '../support/databases.ts';
import {
  changeRelease,
  csatDefinition,
  readSurveyVersion,
  storeVersion,
} from './stored-surveys.ts';

const hourMs = 60 * 60 * 1000;

onEachDatabase('the version of its survey that a release asks', ({ open }) => {
  let database: TestDatabase;
  let acme: RatingFixture;

  beforeEach(async () => {
    database = await open();
    acme = await startRatingFixture(database);
    return () => acme.api.stop();
  });

  /** An hour later the survey is edited: version `n` has other choices than the one before. */
  async function editSurvey(n: number): Promise<void> {
    acme.api.clock.advance(hourMs);
    const definition = csatDefinition(`choice-of-${n}`);
    const { projectId, surveyId } = acme;
    await storeVersion(acme.api, projectId, { surveyId, n, definition });
  }

  const choose = (choice: string, more: Record<string, unknown> = {}) =>
    acme.answer({ answers: { reasons: [choice] }, ...more });

  /** By version of the releases that are shown, the version of the survey that they carry. */
  async function asked(): Promise<Record<string, number | undefined>> {
    const { releases } = await readFeed(acme.api, acme.publicKey);
    return Object.fromEntries(releases.map(({ version, survey }) => [version, survey?.version]));
  }

  const scoreOf = (release: Release) => {
    const project = { id: acme.projectId, requireVerified: false };
    return getScore(database.reader, project, release, acme.api.clock());
  };

  describe('is fixed when it goes live:', () => {
    test('an edit of the survey changes neither its questions nor its score', async () => {
      await acme.sendAccepted(choose('easier', { rating: 5 }));
      const before = await scoreOf(acme.release);
      expect(before).toMatchObject({ survey: { version: 1 }, headline: { n: 1, satisfied: 1 } });
      await editSurvey(2);
      expect(await asked()).toEqual({ '1.0.0': 1 });
      expect((await scoreOf(acme.release)).headline).toEqual(before.headline);

      await acme.sendAccepted(choose('easier', { rating: 1 }));
      expect(await readProblem(await acme.send(choose('choice-of-2')))).toMatchObject({
        code: 'unknown_choice',
      });
      expect(await scoreOf(acme.release)).toMatchObject({
        survey: { version: 1 },
        headline: { n: 2, satisfied: 1 },
        keptOut: { otherVersions: 0 },
      });
    });

    test('a release that is published later asks the new version', async () => {
      const draft = await acme.draft('2.0.0');
      expect((await scoreOf(draft)).survey?.version).toBe(1);
      await editSurvey(2);
      expect((await scoreOf(draft)).survey?.version).toBe(2);
      expect(await readSurveyVersion(acme.api, draft.id)).toBeNull();
      await acme.publishDraft(draft);
      expect(await readSurveyVersion(acme.api, draft.id)).toBe(2);
      expect(await asked()).toEqual({ '1.0.0': 1, '2.0.0': 2 });
      await acme.sendAccepted(choose('choice-of-2', { release: draft.id }));
      expect(await recount(database.reader, acme.projectId)).toEqual([]);
    });

    test('a scheduled release gets the version of its moment, whenever it is stamped', async () => {
      const { clock } = acme.api;
      const at = new Date(clock().getTime() + 2.5 * hourMs).toISOString();
      const { id } = await acme.schedule('2.0.0', at);
      await editSurvey(2);
      expect(await readSurveyVersion(acme.api, id)).toBeNull();
      clock.advance(hourMs);
      await editSurvey(3);
      expect(await asked()).toEqual({ '1.0.0': 1, '2.0.0': 2 });
      await stampDue(acme.api.deps, clock());
      expect(await readSurveyVersion(acme.api, id)).toBe(2);
    });

    test('a release that is rolled back keeps it', async () => {
      await editSurvey(2);
      await acme.rollBack(acme.release);
      expect(await readSurveyVersion(acme.api, acme.release.id)).toBe(1);
      await acme.sendAccepted(choose('easier'));
    });
  });

  describe('where a node of an older version published the release,', () => {
    const forget = (columns: { published_at?: string } = {}) => {
      const { projectId, release, api } = acme;
      return changeRelease(
        api,
        { projectId, id: release.id },
        { survey_version: null, ...columns },
      );
    };

    test('is the newest of its publication', async () => {
      await editSurvey(2);
      await editSurvey(3);
      await forget();
      expect(await asked()).toEqual({ '1.0.0': 1 });
      expect((await scoreOf(acme.release)).survey?.version).toBe(1);
      await forget({ published_at: '2026-06-01T13:30:00.000Z' });
      expect(await asked()).toEqual({ '1.0.0': 2 });
      expect((await scoreOf(acme.release)).survey?.version).toBe(2);
      await acme.sendAccepted(choose('choice-of-2'));
      expect((await scoreOf(acme.release)).headline.n).toBe(1);
    });

    test('is the oldest if there was none yet', async () => {
      await editSurvey(2);
      await forget({ published_at: '2026-05-01T12:00:00.000Z' });
      expect(await asked()).toEqual({ '1.0.0': 1 });
    });
  });

  test('stays with a response that was started in it, whatever the release asks later', async () => {
    const { projectId, release, api } = acme;
    const first = choose('other', { state: 'partial', rating: null });
    await acme.sendAccepted(first);
    await editSurvey(2);
    await changeRelease(api, { projectId, id: release.id }, { survey_version: 2 });
    expect(await asked()).toEqual({ '1.0.0': 2 });
    await acme.sendAccepted({ ...first, revision: 2, state: 'complete', rating: 2, answers: {} });
    await acme.sendAccepted({ ...first, revision: 3, state: 'complete', rating: 4, answers: {} });
    await acme.sendAccepted(choose('choice-of-2', { rating: 5 }));
    const columns = ['survey_version', 'dimension', 'rating'];
    expect(await readTally(database, 'tally_total', columns)).toMatchObject({
      '1 all 4': 1,
      '2 all 5': 1,
    });
    expect(await recount(database.reader, projectId)).toEqual([]);
    expect(await scoreOf(release)).toMatchObject({
      survey: { version: 2 },
      headline: { n: 1, satisfied: 1 },
      keptOut: { otherVersions: 1 },
    });
  });
});
