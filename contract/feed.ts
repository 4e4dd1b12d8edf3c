import { z } from 'zod';
import { id, instant, locale, text, traits } from './fields.ts';
import { answers, caller } from './responses.ts';
import { survey } from './surveys.ts';
import { feedWants, limits, noteKinds, responseStates } from './vocabulary.ts';

/** `POST /v1/feed`. `seenAt` is when the panel was last open; `known` the tag of the last reply. */
export const feedRequest = z
  .object({
    project: z.string().max(100),
    want: z.enum(feedWants),
    ...caller,
    traits: traits.optional(),
    version: text(limits.versionChars).optional(),
    locale: locale.optional(),
    url: text(2000).optional(),
    seenAt: instant.optional(),
    before: z.string().max(300).optional(),
    known: z.string().max(100).optional(),
  })
  .meta({ id: 'FeedRequest' });
export type FeedRequest = z.infer<typeof feedRequest>;

/** What this visitor answered about a release. */
export const mine = z.object({
  id,
  revision: z.int(),
  state: z.enum(responseStates),
  rating: z.int().nullable(),
  answers,
  comment: z.string().nullable(),
});
export type Mine = z.infer<typeof mine>;

/** A release as visitors see it. `displayDateText` is the date in the visitor's language. */
export const feedRelease = z
  .object({
    id,
    version: z.string(),
    title: z.string(),
    displayDate: z.string().nullable(),
    displayDateText: z.string().nullable(),
    publishedAt: instant,
    major: z.boolean(),
    pinned: z.boolean(),
    notes: z.array(z.object({ id, kind: z.enum(noteKinds), title: z.string(), html: z.string() })),
    survey: survey.optional(),
    mine: mine.optional(),
  })
  .meta({ id: 'FeedRelease' });
export type FeedRelease = z.infer<typeof feedRelease>;

const always = {
  /** Covers what is shown, not the ticket: the same for all who see the same. */
  tag: z.string(),
  ticket: z.string(),
  refreshAfterSeconds: z.int(),
};

export const feed = z
  .object({
    ...always,
    unread: z.int(),
    releases: z.array(feedRelease),
    /** The `before` of the next, older page. */
    next: z.string().optional(),
    settings: z.object({
      name: z.string(),
      url: z.string().nullable(),
      muted: z.boolean().optional(),
    }),
  })
  .meta({ id: 'Feed' });
export type Feed = z.infer<typeof feed>;

export const feedUnchanged = z
  .object({ ...always, unchanged: z.literal(true) })
  .meta({ id: 'FeedUnchanged' });

export const feedReply = z.union([feedUnchanged, feed]);
