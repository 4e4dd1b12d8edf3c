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
    want: z
      .enum(feedWants)
      .describe('`badge` returns only the unread count. `panel` also returns the releases.'),
    ...visitorCredentials,
    traits: traits.optional(),
    version: text(limits.versionChars)
      .optional()
      .describe('Version of the host product that is running.'),
    locale: locale.optional(),
    url: text(2000).optional().describe('URL of the page that the visitor is on.'),
    seenAt: instant
      .optional()
      .describe(
        'When the panel was last open. Releases published later are unread. If missing, a verified visitor’s last `shown` event is used, otherwise the last 30 days.',
      ),
    majorsOnly: z
      .boolean()
      .optional()
      .describe('Whether `unread` counts only major releases. This is the visitor’s choice.'),
    before: z
      .string()
      .max(300)
      .optional()
      .describe('Cursor for older releases: the `next` of the previous page, unchanged.'),
    known: z
      .string()
      .max(100)
      .optional()
      .describe(
        'The `tag` of the last reply. If it is still current, the reply is short and contains `unchanged`.',
      ),
  })
  .meta({ id: 'FeedRequest' });
export type FeedRequest = z.infer<typeof feedRequest>;

/** This visitor's answer about a release. */
export const feedAnswer = z.object({
  id,
  revision: z.int().describe('To change the answer, send it with a higher revision.'),
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
    displayDate: z
      .string()
      .nullable()
      .describe('`YYYY-MM-DD`; null if the imported changelog has no date.'),
    displayDateText: z.string().nullable().describe('`displayDate` in the visitor’s language.'),
    publishedAt: instant,
    major: z.boolean().describe('Whether the publisher marked the release as major.'),
    pinned: z.boolean().describe('Whether the release is listed before all others.'),
    notes: z.array(
      z.object({
        id,
        kind: z.enum(noteKinds),
        title: z.string(),
        html: z.string().describe('HTML that the server has cleaned. Safe to display.'),
      }),
    ),
    survey: survey.optional(),
    mine: feedAnswer
      .optional()
      .describe('This visitor’s answer. Sent only to visitors with a token.'),
  })
  .meta({ id: 'FeedRelease' });
export type FeedRelease = z.infer<typeof feedRelease>;

const commonFields = {
  tag: z
    .string()
    .describe(
      'Identifies the content of the reply. Send it as `known`. Visitors who see the same content get the same tag.',
    ),
  ticket: z
    .string()
    .describe(
      'Proves when the questions were handed out. Send it with the answer, within 31 days.',
    ),
  refreshAfterSeconds: z.int().describe('Seconds to wait before the next request.'),
  revision: z
    .int()
    .describe('The project’s revision that the reply shows. `/v1/live` announces the next one.'),
};

export const feed = z
  .object({
    ...commonFields,
    unread: z.int().describe('Number of releases published after `seenAt`, without silent ones.'),
    releases: z
      .array(feedRelease)
      .describe(
        'Empty for `badge`. For `panel`, the pinned releases and then the newest 20; with `before`, the next 20.',
      ),
    next: z
      .string()
      .optional()
      .describe('Send this as `before` to get the next, older page. Missing on the last page.'),
    settings: z.object({
      name: z.string(),
      url: z.string().nullable(),
      theme: theme
        .optional()
        .describe('Missing if the project has none, or if a `badge` has no room for it.'),
      muted: z
        .boolean()
        .optional()
        .describe(
          'Whether this visitor has turned off the badge. Sent only to visitors with a token.',
        ),
    }),
  })
  .meta({ id: 'Feed' });
export type Feed = z.infer<typeof feed>;

export const feedUnchanged = z
  .object({ ...commonFields, unchanged: z.literal(true) })
  .meta({ id: 'FeedUnchanged' });

export const feedReply = z.union([feedUnchanged, feed]);
