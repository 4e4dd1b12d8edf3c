import { html, nothing, type TemplateResult } from 'lit';
import type { Reach, ReleaseSummary } from '../../contract/releases.ts';
import '../elements/relative-time.ts';
import '../elements/score-figure.ts';
import {
  formatCompactNumber,
  formatCount,
  formatDate,
  formatDateTime,
  formatNumber,
  formatPercent,
} from '../formats.ts';
import { releaseStateLabels } from '../release/states.ts';
import { hasPermission } from '../session/permissions.ts';
import type { ProjectMembership } from '../session/session.ts';

/** Replaces a figure that does not apply. A card on a narrow screen leaves it out. */
const noValue = html`<span class="note none">—</span>`;

/**
 * The releases as a table, whose rows are cards on a narrow screen. The roles are explicit, because
 * browsers drop those of a table with another layout.
 */
export function releaseTableView(
  releases: readonly ReleaseSummary[],
  project: ProjectMembership,
): TemplateResult {
  const headings = ['Release', 'State', 'Date', 'Reach', 'Satisfaction'];
  return html`<div class="card"><table role="table">
    <caption class="visually-hidden">Releases</caption>
    <thead role="rowgroup"><tr role="row">${headings.map(
      (heading) => html`<th role="columnheader" scope="col">${heading}</th>`,
    )}</tr></thead>
    <tbody role="rowgroup">${releases.map((release) => rowView(release, project))}</tbody>
  </table></div>`;
}

/** The definition of the figures; nothing if there are none. */
export function legendView(releases: readonly ReleaseSummary[]): TemplateResult | typeof nothing {
  if (releases.every(({ score }) => score.value === null)) return nothing;
  return html`<p class="note legend">Satisfaction is the share of ratings of 4 or 5, with its 95% confidence
    interval. Early: fewer than 30 answers, so a few more can change it a lot.</p>`;
}

function rowView(release: ReleaseSummary, project: ProjectMembership): TemplateResult {
  const { state, reach, score } = release;
  const { label, colour } = releaseStateLabels[state];
  const isPublished = state !== 'draft' && state !== 'scheduled';
  return html`<tr role="row">
    <th role="rowheader" scope="row">${nameView(release, project)}</th>
    <td role="cell" class="state-cell"><span class="chip dotted ${colour}">${label}</span></td>
    <td role="cell" class="date">${dateView(release)}</td>
    <td role="cell" class="reach">${isPublished ? reachView(reach) : noValue}</td>
    <td role="cell" class="score">${
      isPublished && !release.imported
        ? html`<score-figure .score=${score}></score-figure>`
        : release.imported
          ? html`<span class="note none">Never asked about</span>`
          : noValue
    }</td></tr>`;
}

/** A draft links to its editor if the member may edit it; other releases link to their report. */
function nameView(release: ReleaseSummary, { slug, role }: ProjectMembership): TemplateResult {
  const { id, version, title, state, major, pinned, yanked, imported } = release;
  const report = `/admin/${slug}/releases/${id}`;
  const opensEditor = state === 'draft' && hasPermission(role, 'draft');
  const address = opensEditor ? `${report}/edit` : report;
  const flags = Object.entries({
    Major: major,
    Pinned: pinned,
    Yanked: yanked,
    Imported: imported,
  });
  return html`<span class="name"><a href=${address}><bdi>${version}</bdi></a>${flags.map(([label, isSet]) => (isSet ? html` <span class="chip">${label}</span>` : nothing))}</span>
    ${title ? html`<span class="title">${title}</span>` : nothing}`;
}

function dateView(release: ReleaseSummary): TemplateResult {
  const { state, publishAt, displayDate, updatedAt, rolledBackAt } = release;
  if (state === 'scheduled' && publishAt) {
    return html`${formatDateTime(publishAt)}<span class="note"><relative-time .at=${publishAt}></relative-time></span>`;
  }
  if (state === 'draft') {
    return html`<span class="note">Changed <relative-time .at=${updatedAt}></relative-time></span>`;
  }
  return html`${displayDate ? formatDate(displayDate) : html`<span class="note">Undated</span>`}${
    rolledBackAt
      ? html`<span class="note">Rolled back <relative-time .at=${rolledBackAt}></relative-time></span>`
      : nothing
  }`;
}

function reachView({ shown, read }: Reach): TemplateResult {
  if (shown === 0) return html`<span class="note">No one yet</span>`;
  const title = `Shown to ${formatCount(shown, 'visitor')}, read by ${formatNumber(read)}`;
  return html`<span title=${title} class="figures">${formatCompactNumber(shown)} shown</span>
    <span class="note figures">${formatCompactNumber(read)} read · ${formatPercent(read / shown)}</span>`;
}
