import type { NoteWrite, Release } from '../../contract/releases.ts';

/** A note in the editor. */
export interface DraftNote extends NoteWrite {
  /** Identifies the note on this device: a new note has no id before it is saved. */
  key: string;
}

type ReleaseFields = Pick<
  Release,
  'version' | 'title' | 'displayDate' | 'expiresAt' | 'pinned' | 'major' | 'silent'
>;

/** The editable content of a release. */
export interface ReleaseDraft extends ReleaseFields {
  notes: DraftNote[];
}

/** A draft with a version and nothing else. */
export function emptyDraft(version: string): ReleaseDraft {
  const plain = { title: '', displayDate: null, expiresAt: null };
  return { version, ...plain, pinned: false, major: false, silent: false, notes: [] };
}

/** A new note without content. */
export function emptyNote(): DraftNote {
  return { key: newNoteKey(), kind: 'new', title: '', body: '' };
}

/** The content of a release as a draft. Its notes keep the keys that they have in `before`. */
export function toDraft(release: Release, before?: ReleaseDraft): ReleaseDraft {
  const { version, title, displayDate, expiresAt, pinned, major, silent } = release;
  const keys = new Map(before?.notes.map(({ id, key }) => [id, key]));
  const notes = release.notes.map(({ id, kind, title, body }) => {
    return { key: keys.get(id) ?? newNoteKey(), id, kind, title, body };
  });
  return { version, title, displayDate, expiresAt, pinned, major, silent, notes };
}

/** The notes with content, in their order. The server accepts no others. */
export function filledNotes({ notes }: ReleaseDraft): DraftNote[] {
  return notes.filter(({ title, body }) => title.trim() !== '' || body.trim() !== '');
}

/**
 * The request body that saves a draft over the known release. A note that the release does not
 * have, because someone else removed it or it was empty for a while, is sent as a new one.
 */
export function toRequestBody(
  draft: ReleaseDraft,
  knownRelease?: Release,
): ReleaseFields & { notes: NoteWrite[] } {
  const ids = new Set(knownRelease?.notes.map(({ id }) => id));
  const notes = filledNotes(draft).map(({ id, kind, title, body }) => {
    return { ...(id && ids.has(id) && { id }), kind, title, body };
  });
  return { ...draft, notes };
}

/** Whether two drafts have the same content, whatever the ids and keys of their notes. */
export function isSameDraft(one: ReleaseDraft, other: ReleaseDraft): boolean {
  return differingFields(one, other).length === 0;
}

/** The fields in which two drafts differ, in the order of the form. */
export function differingFields(one: ReleaseDraft, other: ReleaseDraft): (keyof ReleaseDraft)[] {
  const [left, right] = [toRequestBody(one), toRequestBody(other)];
  const names = Object.keys(emptyDraft('')) as (keyof ReleaseDraft)[];
  return names.filter((name) => JSON.stringify(left[name]) !== JSON.stringify(right[name]));
}

/** The draft after `sentDraft` was saved: new notes get their ids, and later edits are kept. */
export function withIds(
  draft: ReleaseDraft,
  sentDraft: ReleaseDraft,
  savedRelease: Release,
): ReleaseDraft {
  const ids = new Map(
    filledNotes(sentDraft).map(({ key }, at) => [key, savedRelease.notes[at]?.id]),
  );
  const notes = draft.notes.map((note) => {
    const id = ids.get(note.key);
    return id ? { ...note, id } : note;
  });
  return { ...draft, notes };
}

/** A copy of a list with one item moved to another position. */
export function moveItem<Item>(list: readonly Item[], from: number, to: number): Item[] {
  const item = list[from];
  if (item === undefined || to < 0 || to >= list.length) return [...list];
  return list.toSpliced(from, 1).toSpliced(to, 0, item);
}

let lastKey = 0;

/** Unique to this page, because drafts of other tabs can be restored in it. */
function newNoteKey(): string {
  lastKey += 1;
  return `note-${Date.now().toString(36)}-${lastKey}`;
}
