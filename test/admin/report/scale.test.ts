import { describe, expect, test } from 'vitest';
import { findScale, hasFaces } from '../../../admin/report/scale.ts';
import { distributionOf, headlineOf } from '../../../api/scores/headline.ts';
import type { Score } from '../../../contract/scores.ts';
import { ratingScales, type SurveyKind, surveyKinds } from '../../../contract/survey-kinds.ts';

const given = [
  { rating: 1, count: 4 },
  { rating: 5, count: 2 },
];

/** What a report knows of its scale: the API does not name the kind. */
function reported(kind: SurveyKind | undefined, counts = given): Score {
  const scale = kind && ratingScales[kind];
  const figures = {
    headline: headlineOf(counts, scale),
    distribution: distributionOf(counts, scale),
  };
  return figures as Score;
}

describe('the scale of a report', () => {
  test.each(surveyKinds)('is that of its kind, with answers and without: %s', (kind) => {
    for (const counts of [given, []]) {
      expect(findScale(reported(kind, counts))).toBe(ratingScales[kind]);
    }
  });

  test('has faces for CSAT alone', () => {
    expect(surveyKinds.filter((kind) => hasFaces(reported(kind)))).toEqual(['csat']);
  });

  test('is none for a kind that the server does not know, whatever was given', () => {
    expect(reported(undefined).distribution).toEqual(given);
    for (const counts of [given, []])
      expect(findScale(reported(undefined, counts))).toBeUndefined();
  });
});
