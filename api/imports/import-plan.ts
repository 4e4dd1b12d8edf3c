import { isStorable } from '../../contract/fields.ts';
import type { ImportReport } from '../../contract/imports.ts';
import { limits, type NoteKind } from '../../contract/vocabulary.ts';
import { invalidField } from '../errors.ts';
import type { ChangelogRelease, ParsedChangelog } from './changelog/parsed-changelog.ts';
import { firstWordsOf } from './first-words.ts';

/** The version of the draft that an unreleased part without a version becomes. */
const unreleasedVersion = 'Unreleased';

type Outcome = ImportReport['releases'][number]['outcome'];

/** What an import does with one version; `position` is its position in the file, from 1. */
export interface PlannedRelease extends ChangelogRelease {
  outcome: Outcome;
  position: number;
}

/**
 * Decides the outcome of each version, in file order: `live` history, a `draft` of an unreleased
 * part, `kept` if the project has the version, or `skipped` if an unreleased part is empty. Throws
 * `invalid_body` or `markdown_too_large` for a version or an entry that a release cannot contain,
 * with its line.
 */
export function planImport(
  changelog: ParsedChangelog,
  known: ReadonlySet<string>,
): PlannedRelease[] {
  return changelog.releases.map((release, index) => {
    const version = release.version || unreleasedVersion;
    const planned = { ...release, version, position: index + 1 };
    const outcome = outcomeOf(planned, known);
    if (outcome === 'live' || outcome === 'draft') refuseUnfit(planned);
    return { ...planned, outcome };
  });
}

/** Whether the import creates a release from this version. */
export function isNew({ outcome }: PlannedRelease): boolean {
  return outcome === 'live' || outcome === 'draft';
}

/** Returns the reply. `idOf` returns the ids of created releases, null in a dry run. */
export function reportOf(
  plan: PlannedRelease[],
  { merged, notUnderstood }: ParsedChangelog,
  { dryRun, idOf }: { dryRun: boolean; idOf: (version: string) => string | null },
): ImportReport {
  const newReleases = plan.filter(isNew);
  return {
    dryRun,
    releases: plan.map(({ version, title, displayDate, yanked, line, entries, outcome }) => {
      const id = idOf(version);
      const counts = { notes: entries.length, kinds: countKinds(entries) };
      const preview = dryRun && { firstWords: firstWordsOf(entries) };
      return { id, version, title, displayDate, yanked, line, ...counts, ...preview, outcome };
    }),
    created: {
      releases: newReleases.length,
      notes: newReleases.reduce((sum, { entries }) => sum + entries.length, 0),
    },
    kept: plan.filter(({ outcome }) => outcome === 'kept').length,
    merged,
    notUnderstood,
  };
}

function countKinds(entries: ChangelogRelease['entries']): Partial<Record<NoteKind, number>> {
  const kinds: Partial<Record<NoteKind, number>> = {};
  for (const { kind } of entries) kinds[kind] = (kinds[kind] ?? 0) + 1;
  return kinds;
}

function outcomeOf(release: ChangelogRelease, known: ReadonlySet<string>): Outcome {
  if (release.unreleased && release.entries.length === 0) return 'skipped';
  if (known.has(release.version)) return 'kept';
  return release.unreleased ? 'draft' : 'live';
}

function refuseUnfit({ version, title, line, entries }: ChangelogRelease): void {
  if (version.length > limits.versionChars || title.length > limits.titleChars) {
    throw invalidField(
      'invalid_body',
      '',
      `Line ${line}: the version or title of this heading is too long. Shorten it.`,
    );
  }
  if (entries.length > limits.notesPerRelease) {
    const sentence = `Line ${line}: ${version} has over ${limits.notesPerRelease} entries. Combine some.`;
    throw invalidField('invalid_body', '', sentence);
  }
  for (const { body, line: at } of [{ body: version + title, line }, ...entries]) {
    if (!isStorable(body)) {
      throw invalidField(
        'invalid_body',
        '',
        `Line ${at}: the text contains NUL or an incomplete character. Remove it.`,
      );
    }
    if (Buffer.byteLength(body) > limits.markdownBytes) {
      throw invalidField(
        'markdown_too_large',
        '',
        `Line ${at}: this entry is larger than 64 kB. Shorten or split it.`,
      );
    }
  }
}
