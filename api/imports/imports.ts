import type { ImportReport } from '../../contract/imports.ts';
import type { Project } from '../../contract/projects.ts';
import type { Change } from '../change/change.ts';
import type { Deps } from '../deps.ts';
import { createImportedReleases, listReleaseVersions } from '../releases/imported.ts';
import { surveyForRelease } from '../surveys/surveys.ts';
import type { ParsedChangelog } from './changelog/parsed-changelog.ts';
import { createDefinitionAppender } from './definitions.ts';
import { isNew, type PlannedRelease, planImport, reportOf } from './import-plan.ts';

/** Called with the number of entries rendered so far, and of all. */
export type OnProgress = (progress: { done: number; total: number }) => void;

/** An import that is ready to be stored: everything in its text that can fail has been tried. */
export interface PreparedImport {
  changelog: ParsedChangelog;
  plan: PlannedRelease[];
  /** The HTML of each new release's entries, by version. */
  html: Map<string, string[]>;
}

/**
 * Plans the import of a changelog and renders its new entries; writes nothing. Throws what
 * `planImport` and the renderer throw.
 */
export async function prepareImport(
  { database, renderer }: Pick<Deps, 'database' | 'renderer'>,
  project: Pick<Project, 'id' | 'url'>,
  changelog: ParsedChangelog,
  onProgress: OnProgress = () => {},
): Promise<PreparedImport> {
  const plan = planImport(changelog, await listReleaseVersions(database.reader, project.id));
  const appendDefinitions = createDefinitionAppender(changelog.definitions);
  const newReleases = plan.filter(isNew);
  const sources = newReleases.flatMap(({ entries }) =>
    entries.map(({ body }) => appendDefinitions(body)),
  );
  const rendered = await renderer.render(sources, {
    baseUrl: project.url,
    requester: { projectId: project.id, caller: 'import' },
    onProgress: (done) => onProgress({ done, total: sources.length }),
  });
  let next = 0;
  const html = new Map<string, string[]>();
  for (const { version, entries } of newReleases) {
    html.set(version, rendered.slice(next, next + entries.length));
    next += entries.length;
  }
  return { changelog, plan, html };
}

/** Returns the report of what an import would do. */
export function dryRun({ changelog, plan }: PreparedImport): ImportReport {
  return reportOf(plan, changelog, { dryRun: true, idOf: () => null });
}

/**
 * Stores a prepared import, all of it or nothing. A version that someone has created since the
 * import was prepared is kept unchanged.
 */
export async function storeImport(
  change: Change,
  { changelog, plan, html }: PreparedImport,
): Promise<ImportReport> {
  const { trx, projectId } = change;
  const known = await listReleaseVersions(trx, projectId);
  const currentPlan = plan.map((planned) => keepIfKnown(planned, known));
  const newReleases = currentPlan.filter(isNew);
  const releases = newReleases.map((planned) =>
    withNotes(planned, html.get(planned.version) ?? []),
  );
  const surveyId = await surveyForRelease(trx, projectId);
  const ids = await createImportedReleases(change, { releases, surveyId });
  const idOf = (version: string) => ids.get(version) ?? null;
  const report = reportOf(currentPlan, changelog, { dryRun: false, idOf });
  if (newReleases.length > 0) {
    const after = { ...report.created, versions: newReleases.map(({ version }) => version) };
    change.record('changelog.import', `project:${projectId}`, { after });
  }
  return report;
}

function keepIfKnown(planned: PlannedRelease, known: ReadonlySet<string>): PlannedRelease {
  return isNew(planned) && known.has(planned.version) ? { ...planned, outcome: 'kept' } : planned;
}

function withNotes(planned: PlannedRelease, html: string[]) {
  const { version, title, displayDate, yanked, position, entries, outcome } = planned;
  const state = outcome === 'draft' ? ('draft' as const) : ('live' as const);
  const notes = entries.map(({ kind, body }, index) => {
    return { kind, title: '', body, html: html[index] ?? '' };
  });
  return { version, title, displayDate, yanked, position, state, notes };
}
