import type { ParsedChangelog } from '../../../api/imports/changelog/parsed-changelog.ts';

/**
 * The lines of a changelog, not blank, that what was read of it does not account for. Each line of
 * an entry must be found again in the file where the entry says it is.
 */
export function findUnreadLines(markdown: string, changelog: ParsedChangelog): string[] {
  const lines = markdown.replace(/^\uFEFF/, '').split(/\r\n|\r|\n/);
  const readLines = new Set<number>();
  const definitions = new Set(changelog.definitions.split('\n').map((line) => line.trim()));
  for (const { line } of [...changelog.structure, ...changelog.notUnderstood])
    readLines.add(line - 1);
  for (const { line } of [...changelog.releases, ...changelog.merged])
    markHeading(lines, line, readLines);
  for (const release of changelog.releases) {
    for (const entry of release.entries) markEntry(lines, entry, readLines);
  }
  return lines.filter(
    (line, at) => line.trim() && !readLines.has(at) && !definitions.has(line.trim()),
  );
}

/** One line, and the line that may be drawn under it. */
function markHeading(lines: string[], line: number, readLines: Set<number>): void {
  readLines.add(line - 1);
  if (/^ {0,3}#{1,6}(?:\s|$)/.test(lines[line - 1] ?? '')) return;
  if (/^ {0,3}(?:=+|-+)\s*$/.test(lines[line] ?? '')) readLines.add(line);
}

function markEntry(
  lines: string[],
  { body, line }: { body: string; line: number },
  readLines: Set<number>,
): void {
  let at = line - 1;
  for (const text of body.split('\n')) {
    while (at < lines.length && !isLine(lines[at] ?? '', text)) {
      if (!/^\s*(?:[*+-]|\d+[.)])?\s*$/.test(lines[at] ?? '')) return;
      readLines.add(at++);
    }
    readLines.add(at++);
  }
}

/** The text of a line may lack its bullet and its indentation, and nothing else. */
function isLine(line: string, text: string): boolean {
  const before = line.trimEnd().slice(0, line.trimEnd().length - text.trim().length);
  return line.trimEnd().endsWith(text.trim()) && /^\s*(?:[*+-]|\d+[.)])?\s*$/.test(before);
}
