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
      .describe('The id of an existing note, to change it. Leave it out for a new note.'),
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
    html: z.string().describe('HTML rendered from the body and cleaned. Safe to display.'),
  })
  .meta({ id: 'Note' });
export type Note = z.infer<typeof note>;

const contentFields = {
  version: nonEmptyText(limits.versionChars).describe(
    'Free text, unique in the project, such as `2.4.0`.',
  ),
  title: text(limits.titleChars),
  displayDate: date
    .nullable()
    .describe('Date that visitors see. If not set, publishing sets it to the day of publication.'),
  expiresAt: instant.nullable().describe('When visitors stop seeing the release; null for never.'),
  pinned: z.boolean().describe('Whether the feed lists the release before all others.'),
  major: z.boolean().describe('Whether the feed marks the release as major.'),
  silent: z
    .boolean()
    .describe('Whether the release is left out of the unread count. The feed still lists it.'),
};

const notes = z
  .array(noteWrite)
  .max(limits.notesPerRelease)
  .describe('All notes, in order. An edit deletes the notes that it leaves out.');

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
    .describe('`held` and `archived` are reserved: no route sets them yet.'),
  publishAt: instant.nullable().describe('When the release is scheduled to become visible.'),
  publishedAt: instant.nullable().describe('When the release became visible. Never changes again.'),
  imported: z
    .boolean()
    .describe(
      'Whether the release is imported history: live, without a survey, and not in the unread count.',
    ),
  yanked: z.boolean().describe('Whether the imported changelog marks the release as `[YANKED]`.'),
  rolledBackAt: instant.nullable(),
  rollBackReason: z.string().nullable(),
  revision: z
    .int()
    .describe('Increases with every edit and change of state. In quotation marks, it is the ETag.'),
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
    shown: z.int().describe('Number of visitors who saw the release.'),
    read: z.int().describe('Number of those visitors who read it.'),
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
    .describe('Returns only releases in this state. `held` and `archived` are reserved.'),
  search: nonEmptyText(limits.searchChars)
    .optional()
    .describe(
      'Returns only releases with this text in their version, their title or a note. Case makes no difference for the letters A to Z.',
    ),
  sort: z
    .enum(releaseOrders)
    .default('newest')
    .describe(
      '`newest`: drafts and scheduled releases first, then the others; each by display date, newest first, with undated releases last; on the same day in the order of the imported file, then by id, newest first. `oldest`: the reverse. `changed`: the most recently changed first.',
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
      .describe(
        'Local wall time in `zone`, such as `2026-03-29T09:00`. If missing, the release is published now.',
      ),
    zone: text(60)
      .optional()
      .describe('IANA time zone, such as `Europe/Berlin`. Required with `at`.'),
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
    reason: nonEmptyText(limits.reasonChars).describe(
      'Reason for the record. Visitors do not see it.',
    ),
  })
  .meta({ id: 'RollBackRequest' });
export type RollBackRequest = z.infer<typeof rollBackRequest>;

export const previewRequest = z.strictObject({ markdown }).meta({ id: 'PreviewRequest' });
export const preview = z.strictObject({ html: z.string() }).meta({ id: 'Preview' });
