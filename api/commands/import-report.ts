import type { ImportReport } from '../../contract/imports.ts';

/** The report has at most this many lines of one kind; `--json` prints all. */
const maxVersions = 10;
const maxLines = 20;

/** Describes the result of an import in a few lines. */
export function describeReport(report: ImportReport): string {
  return [
    headline(report),
    ...versionsOf(report),
    ...draftsOf(report),
    ...keptOf(report),
    ...report.merged.map(
      ({ line, version }) =>
        `Line ${line}: ${version} appears again and was merged into the first.`,
    ),
    ...leftOut(report),
  ].join('\n');
}

function headline({ dryRun, created, kept }: ImportReport): string {
  if (created.releases === 0) {
    if (kept === 1) return 'Nothing new: the only version already exists.';
    return kept > 0 ? `Nothing new: all ${kept} versions already exist.` : 'Nothing to import.';
  }
  const what = `${count(created.releases, 'release')} with ${count(created.notes, 'note')}`;
  const how = 'live at once, silent (no badge, no survey)';
  return `${dryRun ? 'Would import' : 'Imported'} ${what}: ${how}.`;
}

function versionsOf({ releases }: ImportReport): string[] {
  const created = releases.filter(({ outcome }) => outcome === 'live' || outcome === 'draft');
  const lines = created.map(({ version, displayDate, notes, outcome }) => {
    const parts = [version, displayDate, count(notes, 'note'), outcome === 'draft' && 'draft'];
    return `  ${parts.filter(Boolean).join(', ')}`;
  });
  return cut(lines, maxVersions, '  ');
}

function draftsOf({ dryRun, releases }: ImportReport): string[] {
  const drafts = releases.filter(({ outcome }) => outcome === 'draft').length;
  if (drafts === 0) return [];
  const verb = dryRun ? 'would stay' : 'stays';
  return drafts === 1
    ? [`The unreleased part ${verb} a draft, which visitors cannot see.`]
    : [`${drafts} unreleased parts ${dryRun ? verb : 'stay'} drafts, which visitors cannot see.`];
}

/** Empty if nothing is new, because the headline has said so. */
function keptOf({ created, kept }: ImportReport): string[] {
  if (kept === 0 || created.releases === 0) return [];
  const subject = kept === 1 ? '1 version already exists' : `${kept} versions already exist`;
  return [`${subject} and ${kept === 1 ? 'is kept as it is' : 'are kept as they are'}.`];
}

function leftOut({ releases, notUnderstood }: ImportReport): string[] {
  const first = Math.min(...releases.map(({ line }) => line));
  const before = notUnderstood.filter(({ line }) => line < first).map(({ line }) => line);
  const lines = notUnderstood
    .filter(({ line }) => line >= first)
    .map(({ line, text, why }) => `Line ${line} was not understood (${why}): ${text}`);
  return [...introduction(before), ...cut(lines, maxLines, '')];
}

function introduction(lines: number[]): string[] {
  const from = Math.min(...lines);
  const to = Math.max(...lines);
  if (lines.length === 0) return [];
  return from === to
    ? [`Line ${from} is before the first version and is left out.`]
    : [`Lines ${from}–${to} are before the first version and are left out.`];
}

function cut(lines: string[], most: number, indent: string): string[] {
  if (lines.length <= most) return lines;
  return [...lines.slice(0, most), `${indent}… and ${lines.length - most} more`];
}

function count(n: number, what: string): string {
  return n === 1 ? `1 ${what}` : `${n} ${what}s`;
}
