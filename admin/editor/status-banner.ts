import { html, nothing, type TemplateResult } from 'lit';
import type { Release } from '../../contract/releases.ts';
import { formatDateTime } from '../formats.ts';
import { publicPath } from '../release/public-path.ts';
import { hasPermission, mayWrite } from '../session/permissions.ts';
import type { Actions, EditorStatus } from './release-actions-view.ts';

/** The state of a release, its effect on edits, and its actions and links. */
export function statusBannerView(
  status: EditorStatus,
  actions: Actions,
): TemplateResult | typeof nothing {
  const { release, role } = status;
  if (!release) return hasPermission(role, 'publish') ? nothing : publisherNeededView();
  switch (release.state) {
    case 'draft':
      return hasPermission(role, 'publish') ? nothing : publisherNeededView();
    case 'scheduled':
      return bannerView(status, scheduledText(status), scheduleView(status, actions));
    case 'rolled_back':
      return bannerView(status, rolledBackText(release), reportLink(status, release));
    case 'archived':
      return bannerView(status, 'Archived: visitors see nothing of it.');
    default:
      return bannerView(
        status,
        `Visitors see this release. ${editHint(status)}`,
        linksView(status, release),
      );
  }
}

function bannerView(
  { release }: EditorStatus,
  text: string | string[],
  actionsView: TemplateResult | typeof nothing = nothing,
) {
  return html`<div class="banner ${release?.state}"><div class="message">${[text].flat().map((line) => html`<p>${line}</p>`)}</div>${actionsView}</div>`;
}

function publisherNeededView(): TemplateResult {
  return html`<p class="note permission-note">A publisher publishes it when it is written.</p>`;
}

function scheduledText({ release, ...status }: EditorStatus): string {
  const at = release?.publishAt ? formatDateTime(release.publishAt) : 'a time';
  return `Goes live on ${at}, your time. ${editHint({ release, ...status })}`;
}

function rolledBackText({ rollBackReason }: Release): string[] {
  const reason = `Rolled back: ${rollBackReason ?? 'no reason was given'}`;
  return [
    reason,
    'Visitors cannot see this release. To reuse its notes, copy them to a new draft.',
  ];
}

/** Says when edits are saved, or which role may make them. */
function editHint({ role, release }: EditorStatus): string {
  return mayWrite(role, release)
    ? 'What you change is saved only when you say so.'
    : 'Changing it takes a publisher.';
}

function scheduleView(
  { role, isBusy }: EditorStatus,
  actions: Actions,
): TemplateResult | typeof nothing {
  if (!hasPermission(role, 'publish')) return nothing;
  return html`<div class="row"><button aria-busy=${isBusy} @click=${actions.schedule}>Change the time…</button>
    <button aria-busy=${isBusy} @click=${actions.unschedule}>Unschedule</button></div>`;
}

function linksView(status: EditorStatus, release: Release): TemplateResult {
  return html`<div class="row">${reportLink(status, release)}
    <a href=${publicPath(status.slug, release)} target="_blank" rel="noopener">Public page<span
      class="visually-hidden">, opens in a new tab</span></a></div>`;
}

function reportLink({ slug }: EditorStatus, { id }: Release): TemplateResult {
  return html`<a href="/admin/${slug}/releases/${id}">Report</a>`;
}
