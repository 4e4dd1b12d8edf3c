import { z } from 'zod';
import { id } from './fields.ts';
import { scoreDisplays, surfaces } from './vocabulary.ts';

/** Both ends of a 95 % interval, fractions from 0 to 1, unrounded. */
export const interval = z.strictObject({ low: z.number(), high: z.number() });

/**
 * The release satisfaction score: `satisfied` of `n` rated 4 or 5, as a fraction, with its Wilson
 * interval. Null where nobody answered. `display` says how a page may present it: `hidden` below 5
 * answers, `early` below 30.
 */
export const headline = z
  .strictObject({
    n: z.int(),
    satisfied: z.int(),
    value: z.number().nullable(),
    interval: interval.nullable(),
    display: z.enum(scoreDisplays),
  })
  .meta({ id: 'Headline' });
export type Headline = z.infer<typeof headline>;

/** `GET …/releases/{release}/score`. Counts are of visitors, never of page views. */
export const score = z
  .strictObject({
    release: id,
    survey: z.strictObject({ id, version: z.int() }).nullable(),
    definition: z.string(),
    headline,
    distribution: z.array(z.strictObject({ rating: z.int(), count: z.int() })),
    funnel: z.strictObject({
      shown: z.int(),
      read: z.int(),
      answered: z.int(),
      /** Answered ÷ shown; null where it was shown to nobody. */
      responseRate: z.number().nullable(),
    }),
    bySurface: z.array(z.strictObject({ surface: z.enum(surfaces), headline })),
    /** Answers in no figure above, by reason. */
    keptOut: z.strictObject({
      outOfWindow: z.int(),
      unverified: z.int(),
      staff: z.int(),
      quarantined: z.int(),
      otherVersions: z.int(),
    }),
  })
  .meta({ id: 'Score' });
export type Score = z.infer<typeof score>;
