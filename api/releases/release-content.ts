import type { Note, NoteWrite, Release, ReleaseEdit } from '../../contract/releases.ts';
import { invalidField } from '../errors.ts';

/** The fields that people write: an edit changes them, and the release's history keeps them. */
export type ReleaseContent = Required<Omit<ReleaseEdit, 'notes'>> & { notes: Omit<Note, 'html'>[] };

/** Returns the content of a release, without the HTML, which is rendered from the bodies. */
export function releaseContentOf(
  release: Omit<Release, 'notes'>,
  notes: readonly Note[],
): ReleaseContent {
  const { version, title, displayDate, expiresAt, pinned, major, silent } = release;
  const sources = notes.map(({ id, kind, title, body }) => ({ id, kind, title, body }));
  return { version, title, displayDate, expiresAt, pinned, major, silent, notes: sources };
}

/** Returns the fields that differ, with their values before and after. */
export function diffContent(before: ReleaseContent, after: ReleaseContent) {
  const fields = (Object.keys(before) as (keyof ReleaseContent)[]).filter(
    (field) => JSON.stringify(before[field]) !== JSON.stringify(after[field]),
  );
  const pick = (content: ReleaseContent) =>
    Object.fromEntries(fields.map((field) => [field, content[field]]));
  return { before: pick(before), after: pick(after) };
}

/**
 * Returns the notes of an edit, in order. A note keeps the id that it was sent with; a note without
 * one gets a new id. `rendered` is the HTML of each note. Throws `invalid_body` for an id that the
 * release does not have or that is sent twice.
 */
export function editNotes(
  notes: readonly NoteWrite[],
  rendered: readonly string[],
  known: readonly Note[],
  newId: () => string,
): Note[] {
  const unusedIds = new Set(known.map((note) => note.id));
  return notes.map(({ id, kind, title, body }, index) => {
    if (id !== undefined && !unusedIds.delete(id)) {
      throw invalidField(
        'invalid_body',
        `/notes/${index}/id`,
        'This note id is unknown or repeated. Leave it out to add a note.',
      );
    }
    return { id: id ?? newId(), kind, title, body, html: rendered[index] ?? '' };
  });
}

/** Returns the edit with `expiresAt` as in replies: in UTC, with milliseconds. */
export function withInstants<Edit extends { expiresAt?: string | null | undefined }>(
  edit: Edit,
): Edit {
  if (!edit.expiresAt) return edit;
  return { ...edit, expiresAt: new Date(edit.expiresAt).toISOString() };
}
