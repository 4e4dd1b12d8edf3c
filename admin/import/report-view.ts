import { html, nothing, type TemplateResult } from 'lit';
import type { ImportReport } from '../../contract/imports.ts';
import { noteKinds } from '../../contract/vocabulary.ts';
import { formatCount, formatDate } from '../formats.ts';
import type { ProjectMembership } from '../session/session.ts';

type ImportedRelease = ImportReport['releases'][number];
type Outcome = ImportedRelease['outcome'];

/** The number of releases that are shown at first. */
export const initialRows = 30;

/** The label of each outcome, before and after the import. */
const outcomeLabels: Record<Outcome, { before: string; after: string; colour: string }> = {
  live: { before: 'New', after: 'Imported', colour: 'good' },
  draft: { before: 'New draft', after: 'Draft created', colour: 'calm' },
  kept: { before: 'Already exists', after: 'Already existed', colour: '' },
  skipped: { before: 'Skipped: empty', after: 'Skipped: empty', colour: '' },
};

/** Says in one sentence what an import will create or has created. */
export function toSentence({ created, kept, dryRun }: ImportReport): string {
  const createdText = `${formatCount(created.releases, 'release')} with ${formatCount(created.notes, 'note')}`;
  const keptText = `${formatCount(kept, 'version')} ${kept === 1 ? 'already exists' : 'already exist'} and ${kept === 1 ? 'is' : 'are'} left as ${kept === 1 ? 'it is' : 'they are'}`;
  if (created.releases === 0) {
    if (kept === 0) return 'This changelog contains no release.';
    return `No new releases: ${keptText}.`;
  }
  const verb = dryRun ? 'will be created' : created.releases === 1 ? 'was created' : 'were created';
  return `${createdText} ${verb}${kept > 0 ? `; ${keptText}` : ''}.`;
}

/** The releases of an import as a table, whose rows are cards on a narrow screen. */
export function releasesView(
  { releases, dryRun }: ImportReport,
  project: ProjectMembership,
  rows: number,
): TemplateResult {
  return html`<div class="card"><table role="table"><caption class="visually-hidden">Releases in the changelog</caption>
    <thead role="rowgroup"><tr role="row">${['Release', 'Date', 'Notes', 'Result'].map(
      (heading) => html`<th role="columnheader" scope="col">${heading}</th>`,
    )}</tr></thead>
    <tbody role="rowgroup">${releases
      .slice(0, rows)
      .map((release) => rowView(release, dryRun, project))}</tbody></table></div>`;
}

function rowView(
  release: ImportedRelease,
  dryRun: boolean,
  project: ProjectMembership,
): TemplateResult {
  const { title, displayDate, yanked, outcome } = release;
  const { before, after, colour } = outcomeLabels[outcome];
  return html`<tr role="row"><th role="rowheader" scope="row"><span class="name">${nameView(release, project)}${
    yanked ? html` <span class="chip warn">Yanked</span>` : nothing
  }</span>${title ? html`<span class="title">${title}</span>` : nothing}</th>
    <td role="cell" class="date">${displayDate ? formatDate(displayDate) : html`<span class="note">Undated</span>`}</td>
    <td role="cell">${notesView(release)}</td>
    <td role="cell" class="outcome"><span class="chip ${colour}">${dryRun ? before : after}</span></td></tr>`;
}

/** The number of notes and, in a dry run, the first words of some. */
function notesView(release: ImportedRelease): TemplateResult {
  const { notes, firstWords = [] } = release;
  const countView = html`<span class="figures">${formatCount(notes, 'note')}</span>
    <span class="note kinds">${kindsOf(release)}</span>`;
  if (firstWords.length === 0) return countView;
  const more = notes - firstWords.length;
  return html`<details><summary>${countView}</summary><ul class="excerpts">${firstWords.map(
    ({ kind, words }) => html`<li><span class="note">${kind}</span> <bdi>${words}</bdi></li>`,
  )}${more > 0 ? html`<li class="note">and ${more} more</li>` : nothing}</ul></details>`;
}

function nameView({ id, version }: ImportedRelease, { slug }: ProjectMembership) {
  const address = `/admin/${slug}/releases/${id}`;
  return id ? html`<a href=${address}><bdi>${version}</bdi></a>` : html`<bdi>${version}</bdi>`;
}

/** `3 new · 12 fixed`, in the order of note kinds. */
export function kindsOf({ kinds }: Pick<ImportedRelease, 'kinds'>): string {
  const present = noteKinds.filter((kind) => kinds[kind]);
  return present.map((kind) => `${kinds[kind]} ${kind}`).join(' · ');
}

/** The lines that were not understood, with number and reason, and the merged versions. */
export function leftOverView({ notUnderstood, merged }: ImportReport): TemplateResult {
  return html`${
    notUnderstood.length > 0
      ? html`<section class="card not-understood"><h2>${formatCount(notUnderstood.length, 'line')} not understood</h2>
          <p class="note">These lines are not imported. If they matter, correct the file and choose it again.</p>
          <ul tabindex="0" aria-label="Lines not understood">${notUnderstood.map(
            ({ line, text, why }) =>
              html`<li><span class="note figures">Line ${line}</span><code dir="auto">${text}</code>
                <span class="note">${why}</span></li>`,
          )}</ul></section>`
      : nothing
  }${
    merged.length > 0
      ? html`<p class="note merged">${merged.map(({ version, line }) => html`<bdi>${version}</bdi> appears again in line ${line}. Those entries are added to the first one. `)}</p>`
      : nothing
  }`;
}
