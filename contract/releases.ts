import { z } from 'zod';
import { date, id, instant, nonEmptyText, text } from './fields.ts';
import { headline } from './scores.ts';
import { limits, noteKinds, releaseOrders, releaseStates } from './vocabulary.ts';

/** The renderer also limits the bytes, on which its time depends; this limit counts characters. */
const markdown = text(limits.markdownBytes);

/** A note has a title, a body, or both. */
export const noteWrite = z
  .strictObject({
    id: id
      .optional()
      .describe('Of a note that is there already: to change it. Leave it out for a new one.'),
    kind: z.enum(noteKinds),
    title: text(limits.titleChars),
    body: markdown.default('').describe('Markdown.'),
  })
  .refine((note) => note.title.trim() !== '' || note.body.trim() !== '', {
    message: 'A note needs a title or a body.',
    path: ['title'],
  })
  .meta({ id: 'NoteWrite' });
export type NoteWrite = z.infer<typeof noteWrite>;

/** A note as members see it: its Markdown source, and the clean HTML rendered from it. */
export const note = z
  .strictObject({
    id,
    kind: z.enum(noteKinds),
    title: z.string(),
    body: z.string().describe('Markdown.'),
    html: z.string().describe('Made of the body, and cleaned: safe to show.'),
  })
  .meta({ id: 'Note' });
export type Note = z.infer<typeof note>;

const contentFields = {
  version: nonEmptyText(limits.versionChars).describe(
    'Free text, unique in the project: such as `2.4.0`.',
  ),
  title: text(limits.titleChars),
  displayDate: date
    .nullable()
    .describe('The date that visitors read. Without one, the day of publication.'),
  expiresAt: instant.nullable().describe('From when on visitors see it no more.'),
  pinned: z.boolean().describe('Stands before all others in the feed.'),
  major: z.boolean().describe('A big one: the feed says so.'),
  silent: z.boolean().describe('Raises no unread count; it stands in the feed all the same.'),
};

const notes = z
  .array(noteWrite)
  .max(limits.notesPerRelease)
  .describe('All of them, in their order: one that is left out of an edit is gone.');

export const releaseCreate = z
  .strictObject({
    version: contentFields.version,
    title: contentFields.title.default(''),
    displayDate: contentFields.displayDate.default(null),
    expiresAt: contentFields.expiresAt.default(null),
    pinned: contentFields.pinned.default(false),
    major: contentFields.major.default(false),
    silent: contentFields.silent.default(false),
    notes: notes.default([]),
  })
  .meta({ id: 'ReleaseCreate' });
export type ReleaseCreate = z.infer<typeof releaseCreate>;

/** `notes` replaces the whole list: a known `id` is changed, and a note left out is deleted. */
export const releaseEdit = z
  .strictObject({ ...contentFields, notes })
  .partial()
  .meta({ id: 'ReleaseEdit' });
export type ReleaseEdit = z.infer<typeof releaseEdit>;

const releaseFields = {
  id,
  ...contentFields,
  version: z.string(),
  state: z
    .enum(releaseStates)
    .describe('`held` and `archived` are reserved: no route leads there yet.'),
  publishAt: instant.nullable().describe('When it is to become visible.'),
  publishedAt: instant.nullable().describe('When it did; never moves again.'),
  imported: z
    .boolean()
    .describe('History from a changelog: live, without a survey, in no unread count.'),
  yanked: z.boolean().describe('Marked `[YANKED]` in the changelog that it was imported from.'),
  rolledBackAt: instant.nullable(),
  rollBackReason: z.string().nullable(),
  revision: z
    .int()
    .describe('Raised by every edit and change of state. In quotation marks, it is the ETag.'),
  createdAt: instant,
  updatedAt: instant,
};

export const release = z
  .strictObject({ ...releaseFields, notes: z.array(note) })
  .meta({ id: 'Release' });
export type Release = z.infer<typeof release>;

/** The number of distinct visitors that a release reached. */
export const reach = z
  .strictObject({
    shown: z.int().describe('Visitors who saw the release.'),
    read: z.int().describe('Of them, those who read it.'),
  })
  .meta({ id: 'Reach' });
export type Reach = z.infer<typeof reach>;

/** A release in a list: without its notes, with its reach and its headline score. */
export const releaseSummary = z
  .strictObject({ ...releaseFields, noteCount: z.int(), reach, score: headline })
  .meta({ id: 'ReleaseSummary' });
export type ReleaseSummary = z.infer<typeof releaseSummary>;

/** Query parameters that filter and sort a list of releases. */
export const releaseFilter = z.object({
  state: z
    .enum(releaseStates)
    .optional()
    .describe('Only releases in this state; `held` and `archived` are reserved.'),
  search: nonEmptyText(limits.searchChars)
    .optional()
    .describe(
      'Only releases with this text in their version, their title or a note. Capitals of A to Z make no difference.',
    ),
  sort: z
    .enum(releaseOrders)
    .default('newest')
    .describe(
      '`newest`: first what is not out yet, then by display date, undated ones last; of one day, in the order of the imported file, then the newest by id. `oldest`: the same from its end. `changed`: what was changed last comes first.',
    ),
});
export type ReleaseFilter = z.infer<typeof releaseFilter>;

/** An empty request publishes now. */
export const publishRequest = z
  .strictObject({
    at: z
      .string()
      .regex(
        /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d{1,3})?)?$/,
        'Must be a local time such as 2026-03-29T09:00, without an offset.',
      )
      .optional()
      .describe('Local wall time in `zone`, such as `2026-03-29T09:00`. Left out: now.'),
    zone: text(60).optional().describe('An IANA name, such as `Europe/Berlin`. Goes with `at`.'),
  })
  .refine(({ at, zone }) => at === undefined || zone !== undefined, {
    message: 'A local time needs its zone, such as Europe/Berlin.',
    path: ['zone'],
  })
  .refine(({ at, zone }) => zone === undefined || at !== undefined, {
    message: 'A zone needs a local time.',
    path: ['at'],
  })
  .meta({ id: 'PublishRequest' });
export type PublishRequest = z.infer<typeof publishRequest>;

export const rollBackRequest = z
  .strictObject({
    reason: nonEmptyText(limits.reasonChars).describe('For the record: visitors do not see it.'),
  })
  .meta({ id: 'RollBackRequest' });
export type RollBackRequest = z.infer<typeof rollBackRequest>;

export const previewRequest = z.strictObject({ markdown }).meta({ id: 'PreviewRequest' });
export const preview = z.strictObject({ html: z.string() }).meta({ id: 'Preview' });
