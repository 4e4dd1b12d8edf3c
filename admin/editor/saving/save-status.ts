import { html, nothing, type TemplateResult } from 'lit';
import { icons } from '../../elements/icons.ts';
import type { ReleaseSaver } from './release-saver.ts';

/** The label of the state of saving. */
function saveLabel({ state, isAutomatic, isDirty, isStored }: ReleaseSaver): string {
  switch (state.kind) {
    case 'untouched':
      return '';
    case 'unsaved':
      return isAutomatic ? 'Not saved yet' : 'Changes are not saved yet';
    case 'saving':
      return 'Saving…';
    case 'saved':
      return 'Saved';
    case 'conflict':
      return `${isDirty ? 'Not saved: s' : 'S'}omeone else has changed this release`;
    default:
      return failureLabel(state.error.code, state.error.message, isStored);
  }
}

function failureLabel(code: string, message: string, isStored: boolean): string {
  if (!isStored) return `Not saved, and this browser cannot store a copy: ${message}`;
  if (code !== 'offline') return `Not saved: ${message}`;
  return navigator.onLine
    ? 'Server unreachable, stored on this device'
    : 'Offline, stored on this device';
}

/** The state of saving. Screen readers announce only problems, not the save at each pause. */
export function saveStatusView(saver: ReleaseSaver): TemplateResult {
  const { kind } = saver.state;
  const label = saveLabel(saver);
  const isProblem = kind === 'failed' || kind === 'conflict';
  return html`<p class="status ${kind}" aria-hidden=${isProblem ? 'true' : 'false'}>${
    kind === 'saved' ? icons.check : nothing
  }<span>${label}</span></p>
    <p class="visually-hidden" role="status">${isProblem ? label : nothing}</p>`;
}
