/**
 * The survey kinds: what is rated on which scale, and which ratings count as satisfied. Browsers
 * run this file, so it imports nothing. A name here and a line in `ratingScales` are enough for the
 * server to validate, count and score a kind. The widget shows only `csat` (`isRateable` in
 * `release-view.ts`), and releases get only surveys of `satisfactionKind` (`surveyForRelease`). A
 * process or widget that does not know a kind leaves its surveys out.
 */
export const surveyKinds = ['csat', 'ces', 'nps', 'thumbs'] as const;
export type SurveyKind = (typeof surveyKinds)[number];

/** The kind of survey that measures satisfaction with a release (docs/scores.md). */
export const satisfactionKind: SurveyKind = 'csat';

/** Ratings are whole numbers from `lowest` to `highest`. */
export interface RatingScale {
  lowest: number;
  highest: number;
  /** The lowest rating that counts as satisfied. */
  satisfiedFrom: number;
  /** The satisfied ratings, in words that follow "The share of". */
  measure: string;
}

/**
 * The scale of each kind. The scales of CSAT, CES 2.0 and NPS are those of
 * docs/scores.md#survey-kinds. Satisfied means at least "somewhat agree" for CES, and promoters for
 * NPS. No two kinds have the same scale.
 */
export const ratingScales: Readonly<Record<SurveyKind, RatingScale>> = {
  csat: {
    lowest: 1,
    highest: 5,
    satisfiedFrom: 4,
    measure: 'ratings of 4 or 5 on a scale of 1 to 5 (CSAT)',
  },
  ces: {
    lowest: 1,
    highest: 7,
    satisfiedFrom: 5,
    measure: 'ratings of 5 to 7 on a scale of 1 to 7 (CES 2.0)',
  },
  nps: {
    lowest: 0,
    highest: 10,
    satisfiedFrom: 9,
    measure: 'ratings of 9 or 10 on a scale of 0 to 10 (promoters in NPS)',
  },
  thumbs: { lowest: 0, highest: 1, satisfiedFrom: 1, measure: 'thumbs up among all thumbs' },
};

/** The scale of a kind; undefined for a kind that this version does not know. */
export function scaleOf(kind: string): RatingScale | undefined {
  const known = surveyKinds.find((one) => one === kind);
  return known && ratingScales[known];
}

/** Every rating of a scale, ascending. */
export function ratingsOf({ lowest, highest }: RatingScale): number[] {
  return Array.from({ length: highest - lowest + 1 }, (_, index) => lowest + index);
}
