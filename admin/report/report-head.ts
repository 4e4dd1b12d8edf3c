import { html, nothing, type TemplateResult } from 'lit';
import type { NamedAuditEntry } from '../../contract/audit.ts';
import type { Project } from '../../contract/projects.ts';
import type { Release } from '../../contract/releases.ts';
import { isPossible } from '../../contract/vocabulary.ts';
import { actorName } from '../audit/sentences.ts';
import '../elements/copy-button.ts';
import { icons } from '../elements/icons.ts';
import '../elements/relative-time.ts';
import { day, instant } from '../formats.ts';
import { publicPath } from '../release/public-path.ts';
import { stateWords } from '../release/states.ts';
import { queryOf } from '../router.ts';
import { hasPermission, mayWrite } from '../session/permissions.ts';
import type { Membership } from '../session/session.ts';

/** A release with its project, and what was done to it, newest first; nothing where that could not be read. */
export interface Reported {
  release: Release;
  project: Project;
  history: NamedAuditEntry[];
}

/** What can be done from there. */
interface ReportDeeds {
  onRollBack(): void;
  onCopy(): void;
}

/** Version, state, dates and who; and what the role may do about it. */
export function reportHeadView(
  { release, history }: Reported,
  project: Membership,
  { onRollBack, onCopy }: ReportDeeds,
): TemplateResult {
  const { version, title, state, rollBackReason } = release;
  const { words, colour } = stateWords[state];
  return html`<header class="head">
    <p class="trail"><a href="/admin/${project.slug}/releases">Releases</a></p>
    <div class="title-row"><div class="names"><div class="name-line"><h1>${version}</h1>
          <span class="chip dotted ${colour}">${words}</span>${marksOf(release).map(
            (mark) => html`<span class="chip">${mark}</span>`,
          )}</div>
        ${title ? html`<p class="subtitle" dir="auto">${title}</p>` : nothing}</div>
      <div class="row deeds">${deedsView(release, project, { onRollBack, onCopy })}</div></div>
    <ul class="facts">${factsOf(release, history).map((fact) => html`<li>${fact}</li>`)}</ul>
    ${
      rollBackReason
        ? html`<div class="reason"><h2>Rolled back because</h2><p dir="auto">${rollBackReason}</p></div>`
        : nothing
    }</header>`;
}

function marksOf({ major, pinned, silent, yanked, imported }: Release): string[] {
  const marks = {
    Major: major,
    Pinned: pinned,
    Silent: silent,
    Yanked: yanked,
    Imported: imported,
  };
  return Object.entries(marks).flatMap(([mark, is]) => (is ? [mark] : []));
}

function factsOf(release: Release, history: readonly NamedAuditEntry[]): TemplateResult[] {
  const { publishedAt, publishAt, displayDate, rolledBackAt, expiresAt, imported } = release;
  const rolledBack = entryOf(history, 'release.roll_back');
  const said = (words: string, at: string, by = '') =>
    html`${words} <relative-time .at=${at}></relative-time>${by && html` by <bdi>${by}</bdi>`}`;
  const facts: (TemplateResult | false | null | '')[] = [
    publishedAt && !imported && said('Went live', publishedAt, publisherIn(history)),
    !publishedAt && publishAt && html`Goes live ${instant(publishAt)}`,
    displayDate && html`Dated ${day(displayDate)}`,
    rolledBackAt &&
      said(
        'Rolled back',
        rolledBackAt,
        rolledBack && actorName(rolledBack.actor, rolledBack.actorName),
      ),
    expiresAt && html`Expires ${instant(expiresAt)}`,
  ];
  return facts.filter((fact) => fact !== false && fact !== null && fact !== '');
}

/** Whoever published it; where the clock did, whoever planned that. */
function publisherIn(history: readonly NamedAuditEntry[]): string | undefined {
  const published = entryOf(history, 'release.publish');
  const by = published?.actor === 'system' ? entryOf(history, 'release.schedule') : published;
  return by && actorName(by.actor, by.actorName);
}

function entryOf(history: readonly NamedAuditEntry[], action: string): NamedAuditEntry | undefined {
  return history.find((entry) => entry.action === action);
}

function deedsView(
  release: Release,
  { slug, role }: Membership,
  { onRollBack, onCopy }: ReportDeeds,
): (TemplateResult | typeof nothing)[] {
  const { id, state } = release;
  const isOut = isPossible('roll_back', state);
  const edit = `/admin/${slug}/releases/${id}/edit`;
  const audit = `/admin/${slug}/audit`;
  const isOver = state === 'rolled_back' || state === 'archived';
  const path = publicPath(slug, release);
  return [
    isOut
      ? html`<span class="public"><a class="button" href=${path} target="_blank" rel="noopener">${icons.outside}
          Public page<span class="heard">, opens in a new tab</span></a>
        <copy-button label="link to the public page" .text=${location.origin + path}></copy-button></span>`
      : nothing,
    html`<a class="button" href="${audit}${queryOf({ subject: `release:${id}` })}">${icons.audit} History</a>`,
    mayWrite(role, release)
      ? html`<a class="button" href=${edit}>${icons.pencil} Edit</a>`
      : nothing,
    isOver && hasPermission(role, 'draft')
      ? html`<button @click=${onCopy}>Copy to a new draft…</button>`
      : nothing,
    isOut && hasPermission(role, 'rollBack')
      ? html`<button class="danger-quiet" @click=${onRollBack}>Roll back…</button>`
      : nothing,
  ];
}
