import type { NoteKind } from '../../../contract/vocabulary.ts';

/** What a changelog says, in file order. Lines count from 1; line ends are `\n` throughout. */
export interface ParsedChangelog {
  releases: ChangelogRelease[];
  /** Headings that repeat a version: what is under them was added to the first of that version. */
  merged: { version: string; line: number }[];
  /** Link reference definitions, in source. Entries refer to them: render an entry with these. */
  definitions: string;
  /** Lines that were read as structure: the file's title, groups, dates, rules, comments. */
  structure: ChangelogLine[];
  /** Each other line that is in no release, and each group heading that tells no kind we know. */
  notUnderstood: (ChangelogLine & { why: string })[];
}

export interface ChangelogLine {
  line: number;
  /** The line as written; a long one is cut, and ends with `…`. */
  text: string;
}

export interface ChangelogRelease {
  /** As written, less a leading `v`; `''` for an Unreleased that names none. */
  version: string;
  unreleased: boolean;
  /** The name after the version, or `''`. */
  title: string;
  /** `YYYY-MM-DD`: the heading's, else the newest with which an entry ends, else null. */
  displayDate: string | null;
  yanked: boolean;
  line: number;
  entries: ChangelogEntry[];
}

export interface ChangelogEntry {
  kind: NoteKind;
  /** Exact source: of an item without its marker, dedented; of a run of prose as it stands. */
  body: string;
  line: number;
}
