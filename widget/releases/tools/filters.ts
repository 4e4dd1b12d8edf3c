import type { FeedRelease } from '../../../contract/feed.ts';
import { type NoteKind, noteKinds } from '../../../contract/vocabulary.ts';

/** What the visitor looks for. No kinds chosen means all of them. */
export interface Filter {
  kinds: readonly NoteKind[];
  text: string;
}

/** Nothing is looked for. */
export const emptyFilter: Filter = { kinds: [], text: '' };

/** The kinds that occur in these releases, in the vocabulary's order; unknown ones come last. */
export function kindsIn(releases: readonly FeedRelease[]): NoteKind[] {
  const present = new Set(releases.flatMap(({ notes }) => notes.map(({ kind }) => kind)));
  return [...new Set([...noteKinds, ...present])].filter((kind) => present.has(kind));
}

/**
 * What is left of the releases: those that have a note of a chosen kind, with these notes alone,
 * and that say every word looked for somewhere: in their title, version or notes.
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

/** Only to be searched, never shown: tags go, and the few entities that cleaned HTML has. */
function htmlToText(html: string): string {
  const characters: Record<string, string> = { amp: '&', lt: '<', '#x3c': '<', '#x26': '&' };
  return html
    .replace(/<[^>]*>/g, ' ')
    .replace(/&(\w+|#x\w+);/g, (_, name: string) => characters[name.toLowerCase()] ?? ' ');
}

/** Neither case nor accents matter to somebody who searches. */
function fold(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
}
