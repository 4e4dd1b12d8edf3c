import { beforeEach, describe, expect, test } from 'vitest';
import { validateAnswer } from '../../api/responses/validate-answer.ts';
import { definitionOf, distributionOf, headlineOf } from '../../api/scores/headline.ts';
import { getScore } from '../../api/scores/scores.ts';
import {
  ratingScales,
  ratingsOf,
  type SurveyKind,
  scaleOf,
  surveyKinds,
} from '../../contract/survey-kinds.ts';
import { readFeed } from '../feed/publisher.ts';
import {
  type RatingFixture,
  readProblem,
  startRatingFixture,
} from '../responses/rating-fixture.ts';
import { onEachDatabase } from '../support/databases.ts';
import { changeRelease, storeSurvey } from './stored-surveys.ts';

const expected: Record<SurveyKind, { ratings: number[]; satisfied: number[] }> = {
  csat: { ratings: [1, 2, 3, 4, 5], satisfied: [4, 5] },
  ces: { ratings: [1, 2, 3, 4, 5, 6, 7], satisfied: [5, 6, 7] },
  nps: { ratings: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10], satisfied: [9, 10] },
  thumbs: { ratings: [0, 1], satisfied: [1] },
};

describe.each(Object.entries(expected))('the kind %s', (name, { ratings, satisfied }) => {
  const kind = name as SurveyKind;
  const scale = ratingScales[kind];

  test('has these ratings and counts these as satisfied', () => {
    expect(ratingsOf(scale)).toEqual(ratings);
    const counts = ratings.map((rating) => ({ rating, count: 1 }));
    expect(headlineOf(counts, scale)).toMatchObject({
      n: ratings.length,
      satisfied: satisfied.length,
      value: satisfied.length / ratings.length,
    });
    expect(distributionOf([], scale)).toEqual(ratings.map((rating) => ({ rating, count: 0 })));
    expect(definitionOf(scale)).toContain(scale.measure);
  });

  test('takes no rating below or above', () => {
    const survey = { id: 's', version: 1, kind, points: scale.highest, questions: [] };
    const given = (rating: number) => () =>
      validateAnswer(survey, { state: 'complete', rating, answers: {}, comment: null });
    for (const rating of ratings) expect(given(rating)).not.toThrow();
    for (const rating of [scale.lowest - 1, scale.highest + 1]) {
      expect(given(rating)).toThrow(`The rating must be from ${scale.lowest} to ${scale.highest}.`);
    }
  });
});

test('no two kinds have the same scale, so that a report need not name its kind', () => {
  const scales = surveyKinds.map((kind) => ratingsOf(ratingScales[kind]).join());
  expect(new Set(scales).size).toBe(surveyKinds.length);
});

test.each(['x', 'constructor', ''])('a kind that is none has no scale: "%s"', (kind) => {
  expect(scaleOf(kind)).toBeUndefined();
});

onEachDatabase('a release with an NPS survey', ({ open }) => {
  let acme: RatingFixture;
  let survey: string;

  beforeEach(async () => {
    acme = await startRatingFixture(await open());
    const { api, projectId } = acme;
    const definition = JSON.stringify({ kind: 'nps', points: 10, questions: [] });
    survey = await storeSurvey(api, projectId, { kind: 'nps', definition });
    const draft = await acme.draft('2.0.0');
    await changeRelease(api, { projectId, id: draft.id }, { survey_id: survey });
    acme.release = await acme.publishDraft(draft);
    return () => api.stop();
  });

  test('is asked, answered and scored on the scale of NPS', async () => {
    const { releases } = await readFeed(acme.api, acme.publicKey);
    expect(releases[0]?.survey).toMatchObject({ id: survey, kind: 'nps', points: 10 });
    const give = (rating: number) =>
      acme.answer({ release: acme.release.id, survey, rating, answers: {} });
    for (const rating of [0, 6, 8, 9, 10]) await acme.sendAccepted(give(rating));
    for (const rating of [-1, 11]) {
      expect(await readProblem(await acme.send(give(rating)))).toMatchObject({
        code: 'rating_off_scale',
        pointers: ['/rating'],
      });
    }
    const project = { id: acme.projectId, requireVerified: false };
    const { database } = acme.api.deps;
    const score = await getScore(database.reader, project, acme.release, acme.api.clock());
    expect(score.headline).toMatchObject({ n: 5, satisfied: 2, value: 0.4 });
    expect(score.distribution).toHaveLength(11);
    expect(score.definition).toContain('promoters');
  });
});
