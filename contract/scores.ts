import { z } from 'zod';
import { date, id } from './fields.ts';
import { scoreDisplays, surfaces } from './vocabulary.ts';

/** Both ends of a 95% interval, as unrounded fractions from 0 to 1. */
export const interval = z
  .strictObject({ low: z.number(), high: z.number() })
  .describe('95 % Wilson interval, both ends as fractions.');

/**
 * The release satisfaction score: the share of `satisfied` in `n` as a fraction, with its Wilson
 * interval. Both are null if no one answered or the survey's kind is unknown. `display` is how a
 * page may present the score: `hidden` below 5 answers, `early` below 30.
 */
export const headline = z
  .strictObject({
    n: z.int().describe('How many ratings count.'),
    satisfied: z
      .int()
      .describe('How many of them are satisfied: for `csat` those that are 4 or 5.'),
    value: z
      .number()
      .nullable()
      .describe(
        '`satisfied` ÷ `n`, from 0 to 1; null if nobody answered or the server does not know the survey’s kind.',
      ),
    interval: interval.nullable(),
    display: z
      .enum(scoreDisplays)
      .describe(
        'How a page may show it: `hidden` below 5 answers, `early` (with its interval) below 30.',
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
      .describe('The edition that is scored; null where the release asks nothing.'),
    definition: z.string().describe('In a sentence, to print beside the figure.'),
    headline,
    distribution: z
      .array(ratingCount)
      .describe(
        'Each rating of the scale, including those that nobody gave; for a kind that the server does not know, only those given.',
      ),
    funnel: z.strictObject({
      shown: z.int().describe('Visitors who saw the release.'),
      read: z.int().describe('Of them, those who read it.'),
      answered: z.int().describe('Visitors who rated it, whether or not it counts.'),
      responseRate: z
        .number()
        .nullable()
        .describe('Answered ÷ shown; null where it was shown to nobody.'),
    }),
    bySurface: z.array(z.strictObject({ surface: z.enum(surfaces), headline })),
    reasons: z
      .array(
        z.strictObject({
          question: z.string(),
          choice: z.string(),
          count: z.int(),
          byRating: z.array(ratingCount).describe('Only ratings that it was given beside.'),
        }),
      )
      .describe(
        'Why, by those whose rating counts; one may give several. The most frequent first.',
      ),
    byDay: z
      .array(
        z.strictObject({
          day: date.describe('In UTC.'),
          shown: z.int().describe('Visitors who saw it first on this day.'),
          answered: z.int().describe('Visitors who rated it first on this day.'),
        }),
      )
      .describe('From the day of publication to today without a gap; at most the last 90 days.'),
    keptOut: z
      .strictObject({
        outOfWindow: z.int().describe('Given over 14 days after first seeing the release.'),
        unverified: z.int().describe('Anonymous, where the project requires verified visitors.'),
        staff: z.int().describe('By staff. Reserved: 0 so far.'),
        bots: z.int().describe('By known bots, as their user agent says.'),
        quarantined: z.int().describe('By visitors who are held back or were rejected.'),
        otherVersions: z.int().describe('To another edition of the survey.'),
      })
      .describe('Answers that do not count, each by its first reason.'),
    heldBack: z
      .int()
      .describe(
        'Of the quarantined answers, those that wait for somebody to release or reject them.',
      ),
  })
  .meta({ id: 'Score' });
export type Score = z.infer<typeof score>;
