import type { ChangelogEntry } from './changelog/parsed-changelog.ts';

// A file of its own: a pure rule with a table of its own for a test.

/** A person looks over so many notes of a release; the file has the rest. */
const maxNotes = 20;
const maxChars = 100;

/** So much of an entry is looked at: more than is shown, for its Markdown is taken out. */
const readChars = 400;

/** The first notes of a release as people read them: the first line of each, without its Markdown. */
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
