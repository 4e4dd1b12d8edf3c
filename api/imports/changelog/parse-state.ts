import { limits, type NoteKind } from '../../../contract/vocabulary.ts';
import type { Block } from './blocks.ts';
import type { ChangelogLine, ChangelogRelease, ParsedChangelog } from './parsed-changelog.ts';
import type { VersionHeading } from './version-heading.ts';

/** The changelog as read so far, and the reader's position in it. */
export interface ParseState extends ParsedChangelog {
  hasTitle: boolean;
  byVersion: Map<string, ChangelogRelease>;
  /** The open release; undefined before the first one and after a heading that ended one. */
  release: ChangelogRelease | undefined;
  releaseLevel: number;
  /** The headings between the release's heading and the next entry, outermost first. */
  groups: { level: number; kind: NoteKind }[];
}

const lineChars = 200;

/** Returns the state before the first line: nothing is read, and no release is open. */
export function createParseState(): ParseState {
  return {
    releases: [],
    merged: [],
    definitions: '',
    structure: [],
    notUnderstood: [],
    hasTitle: false,
    byVersion: new Map(),
    release: undefined,
    releaseLevel: 0,
    groups: [],
  };
}

/** Opens the release of a heading, or the earlier release whose version the heading repeats. */
export function openRelease(state: ParseState, heading: VersionHeading, block: Block): void {
  const known = state.byVersion.get(heading.version);
  const release = known ?? newRelease(heading, block.line);
  if (known) {
    state.merged.push({ version: heading.version || 'Unreleased', line: block.line });
    mergeHeading(known, heading);
  } else {
    state.byVersion.set(heading.version, release);
    state.releases.push(release);
  }
  if (heading.title.length > limits.titleChars) reject(state, block, 'too long for a title');
  Object.assign(state, { release, releaseLevel: block.level, groups: [] });
}

function newRelease(heading: VersionHeading, line: number): ChangelogRelease {
  const { version, unreleased, yanked, date: displayDate } = heading;
  return { version, unreleased, title: titleOf(heading), displayDate, yanked, line, entries: [] };
}

function mergeHeading(release: ChangelogRelease, heading: VersionHeading): void {
  release.title ||= titleOf(heading);
  release.displayDate ??= heading.date;
  release.yanked ||= heading.yanked;
  release.unreleased &&= heading.unreleased;
}

function titleOf({ title }: VersionHeading): string {
  return title.length > limits.titleChars ? '' : title;
}

/** Ends the release. What follows belongs to no release. */
export function closeRelease(state: ParseState): void {
  state.release = undefined;
}

/** Opens a group in the release. A group that names no kind has the kind of the group around it. */
export function openGroup(state: ParseState, level: number, namedKind: NoteKind | undefined): void {
  const outer = state.groups.filter((group) => group.level < level);
  const kind = namedKind ?? outer.at(-1)?.kind ?? 'improved';
  state.groups = [...outer, { level, kind }];
}

/** Adds an item or a block of prose to the open release. */
export function addEntry(state: ParseState, block: Block): void {
  if (!state.release) {
    const first = state.releases.length === 0;
    reject(state, block, first ? 'before the first version' : 'not part of a version');
  } else if (block.text === '') {
    reject(state, block, 'an entry without text');
  } else {
    const kind = state.groups.at(-1)?.kind ?? 'improved';
    state.release.entries.push({ kind, body: block.text, line: block.line });
  }
}

/** Records each line of a block that was understood and belongs to no release. */
export function addStructure(state: ParseState, block: Block): void {
  for (const line of linesOf(block)) state.structure.push(line);
}

/** Records each line of a block as not understood. */
export function reject(state: ParseState, block: Block, why: string): void {
  for (const line of linesOf(block)) state.notUnderstood.push({ ...line, why });
}

function linesOf(block: Block): ChangelogLine[] {
  return block.source
    .split('\n')
    .map((text, index) => ({ line: block.line + index, text: cut(text) }))
    .filter(({ text }) => text.trim() !== '');
}

function cut(text: string): string {
  return text.length > lineChars ? `${text.slice(0, lineChars)}…` : text;
}
