import type { NoteWrite, Release } from '../../contract/releases.ts';

/** A note while it is written. */
export interface DraftNote extends NoteWrite {
  /** Tells the notes apart here: a new one has no id before it is saved. */
  key: string;
}

type ReleaseFields = Pick<
  Release,
  'version' | 'title' | 'displayDate' | 'expiresAt' | 'pinned' | 'major' | 'silent'
>;

/** What somebody has written of a release so far. */
export interface ReleaseDraft extends ReleaseFields {
  notes: DraftNote[];
}

/** A release of which nothing is written yet but a version to begin with. */
export function emptyDraft(version: string): ReleaseDraft {
  const plain = { title: '', displayDate: null, expiresAt: null };
  return { version, ...plain, pinned: false, major: false, silent: false, notes: [] };
}

/** A note of nothing, at the end of which one begins to write. */
export function emptyNote(): DraftNote {
  return { key: newNoteKey(), kind: 'new', title: '', body: '' };
}

/** What a release says, to be changed; its notes keep the keys that they had `before`. */
export function toDraft(release: Release, before?: ReleaseDraft): ReleaseDraft {
  const { version, title, displayDate, expiresAt, pinned, major, silent } = release;
  const keys = new Map(before?.notes.map(({ id, key }) => [id, key]));
  const notes = release.notes.map(({ id, kind, title, body }) => {
    return { key: keys.get(id) ?? newNoteKey(), id, kind, title, body };
  });
  return { version, title, displayDate, expiresAt, pinned, major, silent, notes };
}

/** The notes that say something: the server takes no others, and they come in this order. */
export function filledNotes({ notes }: ReleaseDraft): DraftNote[] {
  return notes.filter(({ title, body }) => title.trim() !== '' || body.trim() !== '');
}

/**
 * The body that saves a draft over the release as it is known. A note that the release does not have,
 * since somebody else has removed it or it was empty for a while, is sent as a new one.
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

/** Whether two drafts say the same, whatever their notes are called. */
export function isSameDraft(one: ReleaseDraft, other: ReleaseDraft): boolean {
  return differingFields(one, other).length === 0;
}

/** The fields in which two drafts differ, in the order of the form. */
export function differingFields(one: ReleaseDraft, other: ReleaseDraft): (keyof ReleaseDraft)[] {
  const [left, right] = [toRequestBody(one), toRequestBody(other)];
  const names = Object.keys(emptyDraft('')) as (keyof ReleaseDraft)[];
  return names.filter((name) => JSON.stringify(left[name]) !== JSON.stringify(right[name]));
}

/** The draft after `sent` was saved: its new notes have got their ids; what came since is kept. */
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

/** A list with one of its items at another place. */
export function moveItem<Item>(list: readonly Item[], from: number, to: number): Item[] {
  const item = list[from];
  if (item === undefined || to < 0 || to >= list.length) return [...list];
  return list.toSpliced(from, 1).toSpliced(to, 0, item);
}

let lastKey = 0;

/** Of this page, and of no other tab of whose words these may be told apart. */
function newNoteKey(): string {
  lastKey += 1;
  return `note-${Date.now().toString(36)}-${lastKey}`;
}
