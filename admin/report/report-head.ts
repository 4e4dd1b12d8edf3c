import { html, nothing, type TemplateResult } from 'lit';
import type { NamedAuditEntry } from '../../contract/audit.ts';
import type { Project } from '../../contract/projects.ts';
import type { Release } from '../../contract/releases.ts';
import { isTransitionPossible } from '../../contract/vocabulary.ts';
import { actorName } from '../audit/sentences.ts';
import '../elements/copy-button.ts';
import { icons } from '../elements/icons.ts';
import '../elements/relative-time.ts';
import { formatDate, formatDateTime } from '../formats.ts';
import { publicPath } from '../release/public-path.ts';
import { releaseStateLabels } from '../release/states.ts';
import { queryOf } from '../router.ts';
import { hasPermission, mayWrite } from '../session/permissions.ts';
import type { ProjectMembership } from '../session/session.ts';

/** A release, its project, and its audit entries, newest first; empty if they could not be read. */
export interface ReleaseReport {
  release: Release;
  project: Project;
  history: NamedAuditEntry[];
}

/** The actions of the head. */
interface ReportActions {
  onRollBack(): void;
  onCopy(): void;
}

/** The version, state, dates and people of a release, and the actions that the role may use. */
export function reportHeadView(
  { release, history }: ReleaseReport,
  project: ProjectMembership,
  { onRollBack, onCopy }: ReportActions,
): TemplateResult {
  const { version, title, state, rollBackReason } = release;
  const { label, colour } = releaseStateLabels[state];
  return html`<header class="head">
    <p class="breadcrumb"><a href="/admin/${project.slug}/releases">Releases</a></p>
    <div class="title-row"><div class="names"><div class="name-line"><h1>${version}</h1>
          <span class="chip dotted ${colour}">${label}</span>${listFlags(release).map(
            (flag) => html`<span class="chip">${flag}</span>`,
          )}</div>
        ${title ? html`<p class="subtitle" dir="auto">${title}</p>` : nothing}</div>
      <div class="row actions">${actionsView(release, project, { onRollBack, onCopy })}</div></div>
    <ul class="details">${listDetails(release, history).map((detail) => html`<li>${detail}</li>`)}</ul>
    ${
      rollBackReason
        ? html`<div class="reason"><h2>Rolled back because</h2><p dir="auto">${rollBackReason}</p></div>`
        : nothing
    }</header>`;
}

function listFlags({ major, pinned, silent, yanked, imported }: Release): string[] {
  const flags = {
    Major: major,
    Pinned: pinned,
    Silent: silent,
    Yanked: yanked,
    Imported: imported,
  };
  return Object.entries(flags).flatMap(([flag, isSet]) => (isSet ? [flag] : []));
}

function listDetails(release: Release, history: readonly NamedAuditEntry[]): TemplateResult[] {
  const { publishedAt, publishAt, displayDate, rolledBackAt, expiresAt, imported } = release;
  const rolledBack = findEntry(history, 'release.roll_back');
  const eventView = (label: string, at: string, publisher = '') =>
    html`${label} <relative-time .at=${at}></relative-time>${publisher && html` by <bdi>${publisher}</bdi>`}`;
  const details: (TemplateResult | false | null | '')[] = [
    publishedAt && !imported && eventView('Went live', publishedAt, publisherName(history)),
    !publishedAt && publishAt && html`Goes live ${formatDateTime(publishAt)}`,
    displayDate && html`Dated ${formatDate(displayDate)}`,
    rolledBackAt &&
      eventView(
        'Rolled back',
        rolledBackAt,
        rolledBack && actorName(rolledBack.actor, rolledBack.actorName),
      ),
    expiresAt && html`Expires ${formatDateTime(expiresAt)}`,
  ];
  return details.filter((detail) => detail !== false && detail !== null && detail !== '');
}

/** The person who published the release or, if it went live on schedule, scheduled it. */
function publisherName(history: readonly NamedAuditEntry[]): string | undefined {
  const published = findEntry(history, 'release.publish');
  const publisher =
    published?.actor === 'system' ? findEntry(history, 'release.schedule') : published;
  return publisher && actorName(publisher.actor, publisher.actorName);
}

function findEntry(
  history: readonly NamedAuditEntry[],
  action: string,
): NamedAuditEntry | undefined {
  return history.find((entry) => entry.action === action);
}

function actionsView(
  release: Release,
  { slug, role }: ProjectMembership,
  { onRollBack, onCopy }: ReportActions,
): (TemplateResult | typeof nothing)[] {
  const { id, state } = release;
  const isPublished = isTransitionPossible('roll_back', state);
  const edit = `/admin/${slug}/releases/${id}/edit`;
  const audit = `/admin/${slug}/audit`;
  const isOver = state === 'rolled_back' || state === 'archived';
  const path = publicPath(slug, release);
  return [
    isPublished
      ? html`<span class="public"><a class="button" href=${path} target="_blank" rel="noopener">${icons.outside}
          Public page<span class="visually-hidden">, opens in a new tab</span></a>
        <copy-button label="link to the public page" .text=${location.origin + path}></copy-button></span>`
      : nothing,
    html`<a class="button" href="${audit}${queryOf({ subject: `release:${id}` })}">${icons.audit} History</a>`,
    mayWrite(role, release)
      ? html`<a class="button" href=${edit}>${icons.pencil} Edit</a>`
      : nothing,
    isOver && hasPermission(role, 'draft')
      ? html`<button @click=${onCopy}>Copy to a new draft…</button>`
      : nothing,
    isPublished && hasPermission(role, 'rollBack')
      ? html`<button class="danger-quiet" @click=${onRollBack}>Roll back…</button>`
      : nothing,
  ];
}
