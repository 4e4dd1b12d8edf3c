import type { ChangelogEntry } from './changelog/parsed-changelog.ts';

// A file of its own: a pure rule, tested with its own table of cases.

/** As many notes of a release as a person looks over; the file has the rest. */
const maxNotes = 20;
const maxChars = 100;

/** The characters of an entry that are read: more than are shown, because Markdown is removed. */
const readChars = 400;

/** Returns the first line of each of a release's first notes, without its Markdown. */
export function firstWordsOf(entries: readonly ChangelogEntry[]) {
  return entries.slice(0, maxNotes).map(({ kind, body }) => ({ kind, words: firstLineOf(body) }));
}

function firstLineOf(body: string): string {
  const [line = ''] = body.trim().slice(0, readChars).split('\n');
  const plain = line
    .replace(/!?\[([^\]]*)\](\([^)]*\)|\[[^\]]*\])?/g, '$1')
    .replace(/[`*]|~~|^#+ /g, '')
    .trim();
  return plain.length > maxChars ? `${plain.slice(0, maxChars).trimEnd()}…` : plain;
}
