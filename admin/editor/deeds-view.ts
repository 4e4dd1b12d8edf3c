import { html, nothing, type TemplateResult } from 'lit';
import type { Release } from '../../contract/releases.ts';
import '../elements/menu-button.ts';
import type { Role } from '../../contract/vocabulary.ts';
import { instant } from '../formats.ts';
import { may, whyNot } from '../may.ts';
import { editorIcons } from './editor-icons.ts';

/** What can be done with a release as a whole. */
export interface Deeds {
  save(): void;
  publish(): void;
  schedule(): void;
  unschedule(): void;
  rollBack(): void;
  remove(): void;
}

/** What decides what is offered. */
export interface Standing {
  /** Undefined before the first save. */
  release: Release | undefined;
  role: Role;
  isDirty: boolean;
  /** Nothing else is begun meanwhile. */
  isBusy: boolean;
}

/** Whether a role may change the words of a release: what is no draft takes a publisher. */
export function mayWrite(role: Role, release: Release | undefined): boolean {
  return !release || release.state === 'draft' ? may(role, 'draft') : may(role, 'publish');
}

/** The buttons that fit the state of a release; what the role may not do is disabled and says why. */
export function deedsView(standing: Standing, deeds: Deeds): TemplateResult {
  const state = standing.release?.state ?? 'draft';
  const main = {
    draft: () => publishView(standing, deeds, 'Publish…'),
    scheduled: () =>
      html`${saveView(standing, deeds)}${publishView(standing, deeds, 'Publish now…')}`,
    live: () => html`${rollBackView(deeds)}${saveView(standing, deeds)}`,
    held: () => html`${rollBackView(deeds)}${saveView(standing, deeds)}`,
    rolled_back: () => saveView(standing, deeds),
    archived: () => saveView(standing, deeds),
  };
  return html`<div class="row deeds">${menuView(standing, deeds)}${main[state]()}</div>`;
}

function saveView({ release, role, isDirty, isBusy }: Standing, { save }: Deeds) {
  if (!mayWrite(role, release)) return nothing;
  const look = release?.state === 'scheduled' ? '' : 'primary';
  return html`<button class=${look} ?disabled=${!isDirty} aria-busy=${isBusy} @click=${save}>
    Save changes</button>`;
}

function publishView({ role, isBusy }: Standing, { publish }: Deeds, words: string) {
  const why = whyNot(role, 'publish');
  return html`${why ? html`<span class="note" id="why">${why}</span>` : nothing}
    <button class="primary" ?disabled=${Boolean(why)} aria-describedby=${why ? 'why' : nothing}
      aria-busy=${isBusy} @click=${publish}>${words}</button>`;
}

function rollBackView({ rollBack }: Deeds): TemplateResult {
  return html`<button class="hurts" @click=${rollBack}>Roll back…</button>`;
}

function menuView({ release, role }: Standing, deeds: Deeds): TemplateResult | typeof nothing {
  const isScheduled = release?.state === 'scheduled';
  if (!release || !(release.state === 'draft' || isScheduled) || !mayWrite(role, release)) {
    return nothing;
  }
  return html`<menu-button><span slot="label"><span class="heard">More</span>${editorIcons.more}</span>
    ${
      isScheduled
        ? html`<button @click=${deeds.schedule}>Change the time…</button>
          <button @click=${deeds.unschedule}>Unschedule</button><hr />`
        : nothing
    }
    <button @click=${deeds.remove}>${isScheduled ? 'Delete' : 'Delete draft'}…</button></menu-button>`;
}

/** What there is to know of where a release stands, before its words are changed. */
export function standingView({ release, role }: Standing): TemplateResult | typeof nothing {
  const words = release && standingWords(release);
  if (!words) return nothing;
  const mayNot = mayWrite(role, release) ? '' : ` ${whyNot(role, 'publish')}`;
  return html`<p class="banner ${release.state}">${words}${mayNot}</p>`;
}

function standingWords({ state, publishAt, rollBackReason }: Release): string | undefined {
  switch (state) {
    case 'scheduled':
      return publishAt
        ? `Goes live on ${instant(publishAt)}, your time. What you change is saved only when you say so.`
        : undefined;
    case 'live':
    case 'held':
      return 'Visitors see this release. What you change is saved only when you say so.';
    case 'rolled_back':
      return `Rolled back: ${rollBackReason ?? 'no reason was given'}`;
    default:
      return undefined;
  }
}
