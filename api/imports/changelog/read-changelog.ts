import { type Block, readBlocks } from './blocks.ts';
import type { Changelog, ChangelogRelease } from './changelog.ts';
import { dateAlone, trailingDate } from './dates.ts';
import { kindOfGroup } from './kinds.ts';
import {
  addEntry,
  addStructure,
  closeRelease,
  openGroup,
  openRelease,
  type Reading,
  reject,
  startReading,
} from './reading.ts';
import { readVersionHeading, type VersionHeading } from './version-heading.ts';

const noVersion = 'a heading that names no version';

/**
 * Reads a changelog of any usual convention. It does not throw, whatever the file holds, and loses
 * nothing: each line that is not blank is the heading of a release, in an entry, a definition,
 * `structure` or `notUnderstood`. Time grows with the text, but for what marked's patterns add on
 * hostile lines: run it where it can be stopped.
 */
export function readChangelog(markdown: string): Changelog {
  const blocks = readBlocks(markdown);
  const versions = versionHeadings(blocks);
  const reading = startReading();
  for (const block of blocks) readBlock(reading, block, versions);
  for (const release of reading.releases) release.displayDate ??= newestEntryDate(release);
  const { releases, merged, definitions, structure, notUnderstood } = reading;
  return { releases, merged, definitions, structure, notUnderstood };
}

interface Versions {
  headings: Map<Block, VersionHeading>;
  /** The level of the outermost of them: a heading as high that is no version ends a release. */
  outermost: number;
}

/**
 * The headings that open a release. Certain ones do at any level, for conventional-changelog mixes
 * `#`, `##` and `###`; the others only where they stand as high as the outermost.
 */
function versionHeadings(blocks: Block[]): Versions {
  const read = blocks
    .filter(({ kind }) => kind === 'heading')
    .flatMap((block) => {
      const heading = readVersionHeading(block.text);
      return heading ? [{ block, heading }] : [];
    });
  const certain = read.filter(({ heading }) => heading.certain);
  const outermost = (certain.length > 0 ? certain : read).reduce(
    (level, { block }) => Math.min(level, block.level),
    Number.POSITIVE_INFINITY,
  );
  const opening = read.filter(({ block, heading }) => heading.certain || block.level === outermost);
  return { headings: new Map(opening.map(({ block, heading }) => [block, heading])), outermost };
}

function readBlock(reading: Reading, block: Block, versions: Versions): void {
  if (block.kind === 'heading') readHeading(reading, block, versions);
  else if (block.kind === 'date' && awaitsDate(reading)) readDate(reading, block);
  else if (block.kind === 'definition') reading.definitions += `${block.source}\n`;
  else if (block.kind === 'ornament') addStructure(reading, block);
  else if (block.kind === 'unreadable') reject(reading, block, block.text);
  else addEntry(reading, block);
}

function readHeading(reading: Reading, block: Block, versions: Versions): void {
  const heading = versions.headings.get(block);
  const isInside = reading.release !== undefined && block.level > reading.releaseLevel;
  if (isInside && awaitsDate(reading) && dateAlone(block.text)) readDate(reading, block);
  else if (heading) openRelease(reading, heading, block);
  else if (reading.release) readGroup(reading, block, versions.outermost);
  else readTitle(reading, block);
}

/** The first heading before any version is the file's title. */
function readTitle(reading: Reading, block: Block): void {
  if (reading.releases.length > 0 || reading.hasTitle) reject(reading, block, noVersion);
  else addStructure(reading, block);
  reading.hasTitle = true;
}

/** A heading under a version's. One that is as high as the outermost versions ends the release. */
function readGroup(reading: Reading, block: Block, outermost: number): void {
  const kind = kindOfGroup(block.text);
  if (kind) {
    addStructure(reading, block);
    openGroup(reading, block.level, kind === 'untold' ? undefined : kind);
  } else if (block.level <= outermost) {
    reject(reading, block, noVersion);
    closeRelease(reading);
  } else {
    reject(reading, block, 'a heading that tells no kind of note');
    openGroup(reading, block.level, undefined);
  }
}

/** A line that is only a date, first under a heading that has none, is the heading's. */
function awaitsDate({ release, groups }: Reading): boolean {
  return release?.displayDate === null && release.entries.length === 0 && groups.length === 0;
}

function readDate(reading: Reading, block: Block): void {
  if (reading.release) reading.release.displayDate = dateAlone(block.text) ?? null;
  addStructure(reading, block);
}

function newestEntryDate({ entries }: ChangelogRelease): string | null {
  const dates = entries.flatMap(({ body }) => trailingDate(body) ?? []);
  return dates.reduce<string | null>(
    (newest, date) => (newest && newest > date ? newest : date),
    null,
  );
}
