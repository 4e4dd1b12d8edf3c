import type { Note, NoteWrite, Release, ReleaseEdit } from '../../contract/releases.ts';
import { invalidField } from '../errors.ts';

/** All that people write about a release: what an edit changes, and what its history keeps. */
export type ReleaseContent = Required<Omit<ReleaseEdit, 'notes'>> & { notes: Omit<Note, 'html'>[] };

/** What a release says. Its HTML is left out: that is made of the bodies. */
export function releaseContentOf(
  release: Omit<Release, 'notes'>,
  notes: readonly Note[],
): ReleaseContent {
  const { version, title, displayDate, expiresAt, pinned, major, silent } = release;
  const sources = notes.map(({ id, kind, title, body }) => ({ id, kind, title, body }));
  return { version, title, displayDate, expiresAt, pinned, major, silent, notes: sources };
}

/** The fields in which two editions differ, as they were and as they are. */
export function diffContent(before: ReleaseContent, after: ReleaseContent) {
  const fields = (Object.keys(before) as (keyof ReleaseContent)[]).filter(
    (field) => JSON.stringify(before[field]) !== JSON.stringify(after[field]),
  );
  const pick = (content: ReleaseContent) =>
    Object.fromEntries(fields.map((field) => [field, content[field]]));
  return { before: pick(before), after: pick(after) };
}

/**
 * The notes of an edit, in their order, each with an id: its own where the release has it, else a new
 * one. `rendered` is the HTML of each. Throws `invalid_body` for an id that is not the release's, or
 * that comes twice.
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
        'This release has no such note to change.',
      );
    }
    return { id: id ?? newId(), kind, title, body, html: rendered[index] ?? '' };
  });
}

/** With instants as replies carry them: in UTC, with milliseconds. */
export function withInstants<Edit extends { expiresAt?: string | null | undefined }>(
  edit: Edit,
): Edit {
  if (!edit.expiresAt) return edit;
  return { ...edit, expiresAt: new Date(edit.expiresAt).toISOString() };
}
