import { z } from 'zod';
import { id, instant, locale, publicKey, text, traits } from './fields.ts';
import { answers, visitorCredentials } from './responses.ts';
import { survey } from './surveys.ts';
import { theme } from './themes.ts';
import { feedWants, limits, noteKinds, responseStates } from './vocabulary.ts';

/** `POST /v1/feed`. */
export const feedRequest = z
  .object({
    project: publicKey,
    want: z.enum(feedWants).describe('`badge`: the unread count alone. `panel`: the releases too.'),
    ...visitorCredentials,
    traits: traits.optional(),
    version: text(limits.versionChars)
      .optional()
      .describe('The version of the host product that runs.'),
    locale: locale.optional(),
    url: text(2000).optional().describe('The page that the visitor is on.'),
    seenAt: instant
      .optional()
      .describe(
        'When the panel was last open: what came later is unread. Without it, the last 30 days are.',
      ),
    majorsOnly: z
      .boolean()
      .optional()
      .describe('Whether `unread` counts major releases alone: a switch of the visitor’s.'),
    before: z
      .string()
      .max(300)
      .optional()
      .describe('For older releases: the `next` of the page before, as it was.'),
    known: z
      .string()
      .max(100)
      .optional()
      .describe('The `tag` of the last reply. While it holds, the reply is short: `unchanged`.'),
  })
  .meta({ id: 'FeedRequest' });
export type FeedRequest = z.infer<typeof feedRequest>;

/** This visitor's answer about a release. */
export const feedAnswer = z.object({
  id,
  revision: z.int().describe('A change is sent as a higher one.'),
  state: z.enum(responseStates),
  rating: z.int().nullable(),
  answers,
  comment: z.string().nullable(),
});
export type FeedAnswer = z.infer<typeof feedAnswer>;

/** A release as visitors see it. `displayDateText` is the date in the visitor's language. */
export const feedRelease = z
  .object({
    id,
    version: z.string(),
    title: z.string(),
    displayDate: z.string().nullable().describe('`YYYY-MM-DD`; null where an import gave none.'),
    displayDateText: z.string().nullable().describe('The same in the visitor’s language.'),
    publishedAt: instant,
    major: z.boolean().describe('Marked as a big one by the publisher.'),
    pinned: z.boolean().describe('Stands before all others.'),
    notes: z.array(
      z.object({
        id,
        kind: z.enum(noteKinds),
        title: z.string(),
        html: z.string().describe('Cleaned by the server: safe to show.'),
      }),
    ),
    survey: survey.optional(),
    mine: feedAnswer
      .optional()
      .describe('What this visitor answered; only to visitors with a token.'),
  })
  .meta({ id: 'FeedRelease' });
export type FeedRelease = z.infer<typeof feedRelease>;

const commonFields = {
  tag: z
    .string()
    .describe('Names what is shown: send it as `known`. The same for all who see the same.'),
  ticket: z
    .string()
    .describe(
      'Proves when the questions were handed out: send it with the answer, up to 31 days later.',
    ),
  refreshAfterSeconds: z.int().describe('When to ask again.'),
  revision: z
    .int()
    .describe('The project’s revision that this shows; `/v1/live` tells when there is another.'),
};

export const feed = z
  .object({
    ...commonFields,
    unread: z.int().describe('How many came since `seenAt`; silent ones do not count.'),
    releases: z.array(feedRelease).describe('Empty for `badge`. The pinned, then the newest 20.'),
    next: z
      .string()
      .optional()
      .describe('The `before` of the next, older page; missing on the last.'),
    settings: z.object({
      name: z.string(),
      url: z.string().nullable(),
      theme: theme
        .optional()
        .describe('Missing where the project sets none, and in a `badge` that has no room for it.'),
      muted: z
        .boolean()
        .optional()
        .describe('Whether this visitor wants no badge; only to visitors with a token.'),
    }),
  })
  .meta({ id: 'Feed' });
export type Feed = z.infer<typeof feed>;

export const feedUnchanged = z
  .object({ ...commonFields, unchanged: z.literal(true) })
  .meta({ id: 'FeedUnchanged' });

export const feedReply = z.union([feedUnchanged, feed]);
