import { type Block, readBlocks } from './blocks.ts';
import { dateOfLine, trailingDate } from './dates.ts';
import { kindOfGroup } from './kinds.ts';
import {
  addEntry,
  addStructure,
  closeRelease,
  createParseState,
  openGroup,
  openRelease,
  type ParseState,
  reject,
} from './parse-state.ts';
import type { ChangelogRelease, ParsedChangelog } from './parsed-changelog.ts';
import { readVersionHeading, type VersionHeading } from './version-heading.ts';

const noVersion = 'a heading that names no version';

/**
 * Reads a changelog of any usual convention. Never throws, whatever the file contains, and loses
 * nothing: each line that is not blank is the heading of a release, in an entry, a definition,
 * `structure` or `notUnderstood`. Takes linear time, except on hostile lines, where marked's
 * patterns take more: run it where it can be stopped.
 */
export function readChangelog(markdown: string): ParsedChangelog {
  const blocks = readBlocks(markdown);
  const versions = versionHeadings(blocks);
  const state = createParseState();
  for (const block of blocks) readBlock(state, block, versions);
  for (const release of state.releases) release.displayDate ??= newestEntryDate(release);
  const { releases, merged, definitions, structure, notUnderstood } = state;
  return { releases, merged, definitions, structure, notUnderstood };
}

interface VersionHeadings {
  headings: Map<Block, VersionHeading>;
  /** The level of the outermost version heading. Another heading this high ends a release. */
  outermost: number;
}

/**
 * Returns the headings that open a release. Certain ones do at any level, because
 * conventional-changelog mixes `#`, `##` and `###`; others only at the level of the outermost.
 */
function versionHeadings(blocks: Block[]): VersionHeadings {
  const candidates = blocks
    .filter(({ kind }) => kind === 'heading')
    .flatMap((block) => {
      const heading = readVersionHeading(block.text);
      return heading ? [{ block, heading }] : [];
    });
  const certain = candidates.filter(({ heading }) => heading.certain);
  const outermost = (certain.length > 0 ? certain : candidates).reduce(
    (level, { block }) => Math.min(level, block.level),
    Number.POSITIVE_INFINITY,
  );
  const openingHeadings = candidates.filter(
    ({ block, heading }) => heading.certain || block.level === outermost,
  );
  return {
    headings: new Map(openingHeadings.map(({ block, heading }) => [block, heading])),
    outermost,
  };
}

function readBlock(state: ParseState, block: Block, versions: VersionHeadings): void {
  if (block.kind === 'heading') readHeading(state, block, versions);
  else if (block.kind === 'date' && needsDate(state)) readDate(state, block);
  else if (block.kind === 'definition') state.definitions += `${block.source}\n`;
  else if (block.kind === 'ornament') addStructure(state, block);
  else if (block.kind === 'unreadable') reject(state, block, block.text);
  else addEntry(state, block);
}

function readHeading(state: ParseState, block: Block, versions: VersionHeadings): void {
  const heading = versions.headings.get(block);
  const isInside = state.release !== undefined && block.level > state.releaseLevel;
  if (isInside && needsDate(state) && dateOfLine(block.text)) readDate(state, block);
  else if (heading) openRelease(state, heading, block);
  else if (state.release) readGroup(state, block, versions.outermost);
  else readTitle(state, block);
}

/** The first heading before any version is the file's title. */
function readTitle(state: ParseState, block: Block): void {
  if (state.releases.length > 0 || state.hasTitle) reject(state, block, noVersion);
  else addStructure(state, block);
  state.hasTitle = true;
}

/** Reads a heading in a release. One of no kind, as high as the outermost versions, ends it. */
function readGroup(state: ParseState, block: Block, outermost: number): void {
  const kind = kindOfGroup(block.text);
  if (kind) {
    addStructure(state, block);
    openGroup(state, block.level, kind === 'untold' ? undefined : kind);
  } else if (block.level <= outermost) {
    reject(state, block, noVersion);
    closeRelease(state);
  } else {
    reject(state, block, 'a heading that names no kind of note');
    openGroup(state, block.level, undefined);
  }
}

/** A date by itself, directly below a version's heading without a date, belongs to that heading. */
function needsDate({ release, groups }: ParseState): boolean {
  return release?.displayDate === null && release.entries.length === 0 && groups.length === 0;
}

function readDate(state: ParseState, block: Block): void {
  if (state.release) state.release.displayDate = dateOfLine(block.text) ?? null;
  addStructure(state, block);
}

function newestEntryDate({ entries }: ChangelogRelease): string | null {
  const dates = entries.flatMap(({ body }) => trailingDate(body) ?? []);
  return dates.reduce<string | null>(
    (newest, date) => (newest && newest > date ? newest : date),
    null,
  );
}
