import { html, nothing, type TemplateResult } from 'lit';
import type { Release } from '../../contract/releases.ts';
import '../elements/menu-button.ts';
import { isTransitionPossible, type Role } from '../../contract/vocabulary.ts';
import { hasPermission, mayWrite } from '../session/permissions.ts';
import { editorIcons } from './notes/editor-icons.ts';

/** The actions on a release as a whole. */
export interface Actions {
  save(): void;
  publish(): void;
  schedule(): void;
  unschedule(): void;
  rollBack(): void;
  copy(): void;
  remove(): void;
}

/** The state that decides which actions are offered. */
export interface EditorStatus {
  /** Undefined before the first save. */
  release: Release | undefined;
  /** The project's slug. */
  slug: string;
  role: Role;
  isDirty: boolean;
  /** Whether an action is running, so no other one can start. */
  isBusy: boolean;
}

/** The buttons for the state of a release, without those that the role may not use. */
export function releaseActionsView(status: EditorStatus, actions: Actions): TemplateResult {
  return html`<div class="row actions">${menuView(status, actions)}${mainView(status, actions)}</div>`;
}

function mainView(status: EditorStatus, actions: Actions): TemplateResult {
  const state = status.release?.state ?? 'draft';
  if (state === 'draft') return html`${publishView(status, actions, 'Publish…', 'primary')}`;
  if (isTransitionPossible('publish', state)) {
    return html`${publishView(status, actions, 'Publish now…', '')}${saveView(status, actions)}`;
  }
  return isTransitionPossible('roll_back', state)
    ? html`${rollBackView(actions)}${saveView(status, actions)}`
    : copyView(status, actions);
}

function saveView({ release, role, isDirty, isBusy }: EditorStatus, { save }: Actions) {
  if (!mayWrite(role, release)) return nothing;
  return html`<button class="primary" ?disabled=${!isDirty} aria-busy=${isBusy} @click=${save}>
    Save changes</button>`;
}

function publishView(
  { role, isBusy }: EditorStatus,
  { publish }: Actions,
  label: string,
  className: string,
) {
  if (!hasPermission(role, 'publish')) return nothing;
  return html`<button class=${className} aria-busy=${isBusy} @click=${publish}>${label}</button>`;
}

function rollBackView({ rollBack }: Actions): TemplateResult {
  return html`<button class="danger-quiet" @click=${rollBack}>Roll back…</button>`;
}

function copyView({ isBusy }: EditorStatus, { copy }: Actions): TemplateResult {
  return html`<button class="primary" aria-busy=${isBusy} @click=${copy}>Copy to a new draft…</button>`;
}

function menuView(
  { release, role }: EditorStatus,
  actions: Actions,
): TemplateResult | typeof nothing {
  const isScheduled = release?.state === 'scheduled';
  if (!release || !(release.state === 'draft' || isScheduled) || !mayWrite(role, release)) {
    return nothing;
  }
  return html`<menu-button><span slot="label"><span class="visually-hidden">More</span>${editorIcons.more}</span>
    <button @click=${actions.remove}>${isScheduled ? 'Delete' : 'Delete draft'}…</button></menu-button>`;
}
