import { html, nothing, type TemplateResult } from 'lit';
import type { Release } from '../../contract/releases.ts';
import '../elements/menu-button.ts';
import type { Role } from '../../contract/vocabulary.ts';
import { may } from '../session/permissions.ts';
import { editorIcons } from './notes/editor-icons.ts';

/** What can be done with a release as a whole. */
export interface Deeds {
  save(): void;
  publish(): void;
  schedule(): void;
  unschedule(): void;
  rollBack(): void;
  copy(): void;
  remove(): void;
}

/** What decides what is offered. */
export interface Standing {
  /** Undefined before the first save. */
  release: Release | undefined;
  /** The project's. */
  slug: string;
  role: Role;
  isDirty: boolean;
  /** Nothing else is begun meanwhile. */
  isBusy: boolean;
}

/**
 * Whether a role may change the words of a release: what is no draft takes a publisher, and what was
 * taken back stays as it was read.
 */
export function mayWrite(role: Role, release: Release | undefined): boolean {
  if (release?.state === 'rolled_back' || release?.state === 'archived') return false;
  return !release || release.state === 'draft' ? may(role, 'draft') : may(role, 'publish');
}

/** The buttons that fit the state of a release; what the role may not do is not there. */
export function deedsView(standing: Standing, deeds: Deeds): TemplateResult {
  const state = standing.release?.state ?? 'draft';
  const main = {
    draft: () => publishView(standing, deeds, 'Publish…', 'primary'),
    scheduled: () =>
      html`${publishView(standing, deeds, 'Publish now…', '')}${saveView(standing, deeds)}`,
    live: () => html`${rollBackView(deeds)}${saveView(standing, deeds)}`,
    held: () => html`${rollBackView(deeds)}${saveView(standing, deeds)}`,
    rolled_back: () => copyView(standing, deeds),
    archived: () => copyView(standing, deeds),
  };
  return html`<div class="row deeds">${menuView(standing, deeds)}${main[state]()}</div>`;
}

function saveView({ release, role, isDirty, isBusy }: Standing, { save }: Deeds) {
  if (!mayWrite(role, release)) return nothing;
  return html`<button class="primary" ?disabled=${!isDirty} aria-busy=${isBusy} @click=${save}>
    Save changes</button>`;
}

function publishView({ role, isBusy }: Standing, { publish }: Deeds, words: string, look: string) {
  if (!may(role, 'publish')) return nothing;
  return html`<button class=${look} aria-busy=${isBusy} @click=${publish}>${words}</button>`;
}

function rollBackView({ rollBack }: Deeds): TemplateResult {
  return html`<button class="hurts" @click=${rollBack}>Roll back…</button>`;
}

function copyView({ isBusy }: Standing, { copy }: Deeds): TemplateResult {
  return html`<button class="primary" aria-busy=${isBusy} @click=${copy}>Copy to a new draft…</button>`;
}

function menuView({ release, role }: Standing, deeds: Deeds): TemplateResult | typeof nothing {
  const isScheduled = release?.state === 'scheduled';
  if (!release || !(release.state === 'draft' || isScheduled) || !mayWrite(role, release)) {
    return nothing;
  }
  return html`<menu-button><span slot="label"><span class="heard">More</span>${editorIcons.more}</span>
    <button @click=${deeds.remove}>${isScheduled ? 'Delete' : 'Delete draft'}…</button></menu-button>`;
}
