import type { FeedRelease } from '../../../contract/feed.ts';
import { type NoteKind, noteKinds } from '../../../contract/vocabulary.ts';

/** What the visitor searches for. No kinds means all of them. */
export interface Filter {
  kinds: readonly NoteKind[];
  text: string;
}

/** The filter that matches all releases. */
export const emptyFilter: Filter = { kinds: [], text: '' };

/** Returns the kinds in these releases, in the vocabulary's order; unknown ones come last. */
export function kindsIn(releases: readonly FeedRelease[]): NoteKind[] {
  const present = new Set(releases.flatMap(({ notes }) => notes.map(({ kind }) => kind)));
  return [...new Set([...noteKinds, ...present])].filter((kind) => present.has(kind));
}

/**
 * Returns the releases that have a note of a chosen kind, with only these notes, and that contain
 * every word of the search in their title, version or notes.
 */
export function filterReleases(releases: readonly FeedRelease[], filter: Filter): FeedRelease[] {
  const terms = fold(filter.text).split(/\s+/).filter(Boolean);
  return releases
    .map((release) => keepKinds(release, filter.kinds))
    .filter(({ notes }) => notes.length > 0 || filter.kinds.length === 0)
    .filter((release) => terms.every((term) => textOf(release).includes(term)));
}

function keepKinds(release: FeedRelease, kinds: readonly NoteKind[]): FeedRelease {
  if (kinds.length === 0) return release;
  return { ...release, notes: release.notes.filter(({ kind }) => kinds.includes(kind)) };
}

function textOf({ title, version, notes }: FeedRelease): string {
  return fold(
    [version, title, ...notes.map((note) => `${note.title} ${htmlToText(note.html)}`)].join(' '),
  );
}

/** For searching, never for showing: replaces tags and the few entities of cleaned HTML. */
function htmlToText(html: string): string {
  const characters: Record<string, string> = { amp: '&', lt: '<', '#x3c': '<', '#x26': '&' };
  return html
    .replace(/<[^>]*>/g, ' ')
    .replace(/&(\w+|#x\w+);/g, (_, name: string) => characters[name.toLowerCase()] ?? ' ');
}

/** Removes case and accents, which a search ignores. */
function fold(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
}
