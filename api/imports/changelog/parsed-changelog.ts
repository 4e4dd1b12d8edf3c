import type { NoteKind } from '../../../contract/vocabulary.ts';

/** The contents of a changelog, in file order. Lines count from 1; line ends are `\n`. */
export interface ParsedChangelog {
  releases: ChangelogRelease[];
  /** Headings that repeat a version. Their entries were added to that version's first release. */
  merged: { version: string; line: number }[];
  /** Link reference definitions, as source. Entries refer to them and are rendered with them. */
  definitions: string;
  /** Lines that were read as structure: the file's title, groups, dates, rules, comments. */
  structure: ChangelogLine[];
  /** All other lines that are in no release, and group headings that name no known kind. */
  notUnderstood: (ChangelogLine & { why: string })[];
}

export interface ChangelogLine {
  line: number;
  /** The line as written; a long one is cut and ends with `…`. */
  text: string;
}

export interface ChangelogRelease {
  /** As written, without a leading `v`; `''` for an unreleased part without a version. */
  version: string;
  unreleased: boolean;
  /** The name after the version, or `''`. */
  title: string;
  /** `YYYY-MM-DD`: the heading's, otherwise the newest at the end of an entry, otherwise null. */
  displayDate: string | null;
  yanked: boolean;
  line: number;
  entries: ChangelogEntry[];
}

export interface ChangelogEntry {
  kind: NoteKind;
  /** Exact source: an item without its marker, dedented; a block of prose unchanged. */
  body: string;
  line: number;
}
