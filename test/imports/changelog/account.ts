import type { Changelog } from '../../../api/imports/changelog/changelog.ts';

/**
 * The lines of a changelog, not blank, that what was read of it does not account for. Each line of
 * an entry must be found again in the file where the entry says it is.
 */
export function linesNotAccountedFor(markdown: string, changelog: Changelog): string[] {
  const lines = markdown.replace(/^\uFEFF/, '').split(/\r\n|\r|\n/);
  const found = new Set<number>();
  const definitions = new Set(changelog.definitions.split('\n').map((line) => line.trim()));
  for (const { line } of [...changelog.structure, ...changelog.notUnderstood]) found.add(line - 1);
  for (const { line } of [...changelog.releases, ...changelog.merged])
    findHeading(lines, line, found);
  for (const release of changelog.releases) {
    for (const entry of release.entries) findEntry(lines, entry, found);
  }
  return lines.filter((line, at) => line.trim() && !found.has(at) && !definitions.has(line.trim()));
}

/** One line, and the line that may be drawn under it. */
function findHeading(lines: string[], line: number, found: Set<number>): void {
  found.add(line - 1);
  if (/^ {0,3}#{1,6}(?:\s|$)/.test(lines[line - 1] ?? '')) return;
  if (/^ {0,3}(?:=+|-+)\s*$/.test(lines[line] ?? '')) found.add(line);
}

function findEntry(
  lines: string[],
  { body, line }: { body: string; line: number },
  found: Set<number>,
): void {
  let at = line - 1;
  for (const text of body.split('\n')) {
    while (at < lines.length && !isLine(lines[at] ?? '', text)) {
      if (!/^\s*(?:[*+-]|\d+[.)])?\s*$/.test(lines[at] ?? '')) return;
      found.add(at++);
    }
    found.add(at++);
  }
}

/** The text of a line may lack its bullet and its indentation, and nothing else. */
function isLine(line: string, text: string): boolean {
  const before = line.trimEnd().slice(0, line.trimEnd().length - text.trim().length);
  return line.trimEnd().endsWith(text.trim()) && /^\s*(?:[*+-]|\d+[.)])?\s*$/.test(before);
}
