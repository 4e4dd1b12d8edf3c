import { z } from 'zod';
import { date, filledText, id, instant, text } from './fields.ts';
import { headline } from './scores.ts';
import { limits, noteKinds, releaseStates } from './vocabulary.ts';

/** Markdown is measured in bytes, since that is what the renderer's time depends on. */
const markdown = text(limits.markdownBytes);

/** A note has a title, a body, or both. */
export const noteWrite = z
  .strictObject({
    id: id.optional(),
    kind: z.enum(noteKinds),
    title: text(limits.titleChars),
    body: markdown.default(''),
  })
  .refine((note) => note.title.trim() !== '' || note.body.trim() !== '', {
    message: 'A note needs a title or a body.',
    path: ['title'],
  })
  .meta({ id: 'NoteWrite' });
export type NoteWrite = z.infer<typeof noteWrite>;

/** A note as members see it: its source and the clean HTML made of it. */
export const note = z
  .strictObject({
    id,
    kind: z.enum(noteKinds),
    title: z.string(),
    body: z.string(),
    html: z.string(),
  })
  .meta({ id: 'Note' });
export type Note = z.infer<typeof note>;

const wording = {
  version: filledText(limits.versionChars),
  title: text(limits.titleChars),
  displayDate: date.nullable(),
  expiresAt: instant.nullable(),
  pinned: z.boolean(),
  major: z.boolean(),
  silent: z.boolean(),
};

const notes = z.array(noteWrite).max(limits.notesPerRelease);

export const releaseCreate = z
  .strictObject({
    version: wording.version,
    title: wording.title.default(''),
    displayDate: wording.displayDate.default(null),
    expiresAt: wording.expiresAt.default(null),
    pinned: wording.pinned.default(false),
    major: wording.major.default(false),
    silent: wording.silent.default(false),
    notes: notes.default([]),
  })
  .meta({ id: 'ReleaseCreate' });
export type ReleaseCreate = z.infer<typeof releaseCreate>;

/** `notes`, where given, are all of them: one with a known `id` is changed, one left out is gone. */
export const releaseEdit = z
  .strictObject({ ...wording, notes })
  .partial()
  .meta({ id: 'ReleaseEdit' });
export type ReleaseEdit = z.infer<typeof releaseEdit>;

const facts = {
  id,
  ...wording,
  version: z.string(),
  state: z.enum(releaseStates),
  /** When it is to become visible, and when it did: once stamped, the second never moves. */
  publishAt: instant.nullable(),
  publishedAt: instant.nullable(),
  imported: z.boolean(),
  yanked: z.boolean(),
  rolledBackAt: instant.nullable(),
  rollBackReason: z.string().nullable(),
  /** Raised by every edit and change of state: the ETag. */
  revision: z.int(),
  createdAt: instant,
  updatedAt: instant,
};

export const release = z.strictObject({ ...facts, notes: z.array(note) }).meta({ id: 'Release' });
export type Release = z.infer<typeof release>;

/** A release in a list: without its notes, with its headline score. */
export const releaseSummary = z
  .strictObject({ ...facts, noteCount: z.int(), score: headline })
  .meta({ id: 'ReleaseSummary' });
export type ReleaseSummary = z.infer<typeof releaseSummary>;

/** Empty: now. `at` is local wall time in `zone`, an IANA name: `2026-03-29T09:00`. */
export const publishRequest = z
  .strictObject({
    at: z
      .string()
      .regex(
        /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d{1,3})?)?$/,
        'Must be a local time such as 2026-03-29T09:00, without an offset.',
      )
      .optional(),
    zone: text(60).optional(),
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
  .strictObject({ reason: filledText(limits.reasonChars) })
  .meta({ id: 'RollBackRequest' });
export type RollBackRequest = z.infer<typeof rollBackRequest>;

export const previewRequest = z.strictObject({ markdown }).meta({ id: 'PreviewRequest' });
export const preview = z.strictObject({ html: z.string() }).meta({ id: 'Preview' });
