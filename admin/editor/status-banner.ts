import { html, nothing, type TemplateResult } from 'lit';
import type { Release } from '../../contract/releases.ts';
import { instant } from '../formats.ts';
import { publicPath } from '../release/public-path.ts';
import { hasPermission, mayWrite } from '../session/permissions.ts';
import type { Actions, Standing } from './release-actions-view.ts';

/** Where a release stands, what that means for what is written here, and where it leads. */
export function statusBannerView(
  standing: Standing,
  actions: Actions,
): TemplateResult | typeof nothing {
  const { release, role } = standing;
  if (!release) return hasPermission(role, 'publish') ? nothing : notMineView();
  switch (release.state) {
    case 'draft':
      return hasPermission(role, 'publish') ? nothing : notMineView();
    case 'scheduled':
      return bannerView(standing, scheduledWords(standing), scheduleView(standing, actions));
    case 'rolled_back':
      return bannerView(standing, rolledBackWords(release), reportLink(standing, release));
    case 'archived':
      return bannerView(standing, 'Archived: visitors see nothing of it.');
    default:
      return bannerView(
        standing,
        `Visitors see this release. ${effectOf(standing)}`,
        linksView(standing, release),
      );
  }
}

function bannerView(
  { release }: Standing,
  words: string | string[],
  more: TemplateResult | typeof nothing = nothing,
) {
  return html`<div class="banner ${release?.state}"><div class="words">${[words].flat().map((line) => html`<p>${line}</p>`)}</div>${more}</div>`;
}

function notMineView(): TemplateResult {
  return html`<p class="note not-mine">A publisher publishes it when it is written.</p>`;
}

function scheduledWords({ release, ...standing }: Standing): string {
  const at = release?.publishAt ? instant(release.publishAt) : 'a time';
  return `Goes live on ${at}, your time. ${effectOf({ release, ...standing })}`;
}

function rolledBackWords({ rollBackReason }: Release): string[] {
  const reason = `Rolled back: ${rollBackReason ?? 'no reason was given'}`;
  return [reason, 'Visitors see nothing of it. To go on with its words, copy them to a new draft.'];
}

/** What becomes of what is written here. */
function effectOf({ role, release }: Standing): string {
  return mayWrite(role, release)
    ? 'What you change is saved only when you say so.'
    : 'Changing it takes a publisher.';
}

function scheduleView(
  { role, isBusy }: Standing,
  actions: Actions,
): TemplateResult | typeof nothing {
  if (!hasPermission(role, 'publish')) return nothing;
  return html`<div class="row"><button aria-busy=${isBusy} @click=${actions.schedule}>Change the time…</button>
    <button aria-busy=${isBusy} @click=${actions.unschedule}>Unschedule</button></div>`;
}

function linksView(standing: Standing, release: Release): TemplateResult {
  return html`<div class="row">${reportLink(standing, release)}
    <a href=${publicPath(standing.slug, release)} target="_blank" rel="noopener">Public page<span
      class="heard">, opens in a new tab</span></a></div>`;
}

function reportLink({ slug }: Standing, { id }: Release): TemplateResult {
  return html`<a href="/admin/${slug}/releases/${id}">Report</a>`;
}
