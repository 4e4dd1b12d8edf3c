import { z } from 'zod';
import { date, id } from './fields.ts';
import { scoreDisplays, surfaces } from './vocabulary.ts';

/** Both ends of a 95% interval, as unrounded fractions from 0 to 1. */
export const interval = z
  .strictObject({ low: z.number(), high: z.number() })
  .describe('95% Wilson interval. Both ends are fractions.');

/**
 * The release satisfaction score: the share of `satisfied` in `n` as a fraction, with its Wilson
 * interval. Both are null if no one answered or the survey's kind is unknown. `display` is how a
 * page may present the score: `hidden` below 5 answers, `early` below 30.
 */
export const headline = z
  .strictObject({
    n: z.int().describe('Number of ratings that count.'),
    satisfied: z.int().describe('Number of those ratings that are satisfied: 4 and 5 for `csat`.'),
    value: z
      .number()
      .nullable()
      .describe(
        '`satisfied` ÷ `n`, from 0 to 1; null if no one answered or the server does not know the survey’s kind.',
      ),
    interval: interval.nullable(),
    display: z
      .enum(scoreDisplays)
      .describe(
        'How a page may show the score: `hidden` below 5 answers, `early` (with its interval) below 30.',
      ),
  })
  .meta({ id: 'Headline' });
export type Headline = z.infer<typeof headline>;

const ratingCount = z.strictObject({ rating: z.int(), count: z.int() });

/** `GET …/releases/{release}/score`. Counts are numbers of visitors, never of page views. */
export const score = z
  .strictObject({
    release: id,
    survey: z
      .strictObject({ id, version: z.int() })
      .nullable()
      .describe('The survey version that is scored; null if the release has no survey.'),
    definition: z.string().describe('Definition of the score, to show beside the figure.'),
    headline,
    distribution: z
      .array(ratingCount)
      .describe(
        'Number of ratings at each point of the scale, including zero. For a kind that the server does not know, only ratings that were given.',
      ),
    funnel: z.strictObject({
      shown: z.int().describe('Number of visitors who saw the release.'),
      read: z.int().describe('Number of those visitors who read it.'),
      answered: z
        .int()
        .describe(
          'Number of verified and anonymous visitors who rated it, whether or not the rating counts.',
        ),
      responseRate: z
        .number()
        .nullable()
        .describe('`answered` ÷ `shown`; null if the release was shown to no one.'),
    }),
    bySurface: z.array(z.strictObject({ surface: z.enum(surfaces), headline })),
    reasons: z
      .array(
        z.strictObject({
          question: z.string(),
          choice: z.string(),
          count: z.int(),
          byRating: z
            .array(ratingCount)
            .describe('Only ratings beside which the reason was chosen.'),
        }),
      )
      .describe(
        'Reasons chosen beside ratings that count, the most frequent first. A visitor can choose several.',
      ),
    byDay: z
      .array(
        z.strictObject({
          day: date.describe('Day in UTC.'),
          shown: z.int().describe('Number of visitors who first saw it on this day.'),
          answered: z.int().describe('Number of visitors who first rated it on this day.'),
        }),
      )
      .describe('Every day from publication to today, without gaps; at most the last 90 days.'),
    keptOut: z
      .strictObject({
        outOfWindow: z
          .int()
          .describe('Ratings given more than 14 days after first seeing the release.'),
        unverified: z
          .int()
          .describe('Ratings of anonymous visitors, if the project counts only verified visitors.'),
        staff: z.int().describe('Reserved. Always 0.'),
        bots: z.int().describe('Ratings of known bots, recognised by their user agent.'),
        quarantined: z.int().describe('Answers of visitors who are held back or were rejected.'),
        otherVersions: z.int().describe('Ratings in another version of the survey.'),
      })
      .describe('Number of answers that do not count, each under the first reason that applies.'),
    heldBack: z
      .int()
      .describe(
        'Number of the quarantined answers that are waiting for a publisher to release or reject them.',
      ),
  })
  .meta({ id: 'Score' });
export type Score = z.infer<typeof score>;
