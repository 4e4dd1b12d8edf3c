import { html, nothing, type TemplateResult } from 'lit';
import { icons } from '../../elements/icons.ts';
import type { ReleaseSaver } from './release-saver.ts';

/** In words, how far what is written has come. */
function saveWords({ state, isAutomatic, isDirty, isKept }: ReleaseSaver): string {
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
      return `${isDirty ? 'Not saved: s' : 'S'}omebody else has changed it`;
    default:
      return failureWords(state.refusal.code, state.refusal.message, isKept);
  }
}

function failureWords(code: string, sentence: string, isKept: boolean): string {
  if (!isKept) return `Not saved, and this browser cannot keep it: ${sentence}`;
  if (code !== 'offline') return `Not saved: ${sentence}`;
  return navigator.onLine ? 'The server is away, kept here' : 'Offline, kept here';
}

/** The state of saving, seen always; heard when something is amiss, not at each pause. */
export function saveStatusView(saver: ReleaseSaver): TemplateResult {
  const { kind } = saver.state;
  const words = saveWords(saver);
  const isAmiss = kind === 'failed' || kind === 'conflict';
  return html`<p class="status ${kind}" aria-hidden=${isAmiss ? 'true' : 'false'}>${
    kind === 'saved' ? icons.check : nothing
  }<span>${words}</span></p>
    <p class="heard" role="status">${isAmiss ? words : nothing}</p>`;
}
