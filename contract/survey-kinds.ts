/**
 * The kinds of surveys: what is rated on which scale, and which ratings count as satisfied. Browsers run
 * this file, so it imports nothing. With a name here and its line in `ratingScales` the server validates,
 * counts and scores a kind. The widget draws `csat` alone (`isRateable` in `release-view.ts`), and only
 * surveys of `satisfactionKind` are given to releases (`surveyForRelease`). A process or a widget that does
 * not know a kind leaves its surveys out.
 */
export const surveyKinds = ['csat', 'ces', 'nps', 'thumbs'] as const;
export type SurveyKind = (typeof surveyKinds)[number];

/** The kind of the survey that measures how a release is liked (docs/scores.md). */
export const satisfactionKind: SurveyKind = 'csat';

/** Ratings are whole numbers from `lowest` to `highest`. */
export interface RatingScale {
  lowest: number;
  highest: number;
  /** This rating and those above it count as satisfied. */
  satisfiedFrom: number;
  /** What the headline is the share of, in words that follow "The share of". */
  measure: string;
}

/**
 * The scale of each kind. The scales of CSAT, CES 2.0 and NPS are those of docs/scores.md#survey-kinds.
 * For CES the satisfied are those who at least somewhat agree, for NPS the promoters. No two kinds have
 * the same scale.
 */
export const ratingScales: Readonly<Record<SurveyKind, RatingScale>> = {
  csat: {
    lowest: 1,
    highest: 5,
    satisfiedFrom: 4,
    measure: 'ratings 4 or 5 on a scale of 1 to 5 (CSAT)',
  },
  ces: {
    lowest: 1,
    highest: 7,
    satisfiedFrom: 5,
    measure: 'ratings 5 to 7 on a scale of 1 to 7 (CES 2.0)',
  },
  nps: {
    lowest: 0,
    highest: 10,
    satisfiedFrom: 9,
    measure: 'ratings 9 or 10 on a scale of 0 to 10 (promoters in NPS)',
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
