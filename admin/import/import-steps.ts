import { html, nothing, type TemplateResult } from 'lit';
import type { ImportReport } from '../../contract/imports.ts';
import { asRefusal, isAbort } from '../client.ts';
import { Refusal } from '../errors/refusal.ts';
import { countOf, percent } from '../formats.ts';
import type { ChangelogText } from './changelog-file.ts';
import type { Progress } from './import-call.ts';

/** Something under way: a look, or the import itself. */
export interface Under {
  kind: 'looking' | 'importing';
  changelog: ChangelogText;
  progress: Progress | undefined;
}

/** What came of it: what would be made, or what was. */
export interface Reported {
  kind: 'planned' | 'done';
  changelog: ChangelogText;
  report: ImportReport;
}

/** How far somebody is: nothing is made before `importing`. */
export type Step = { kind: 'choosing' } | Under | Reported;

/** Whether something is under way, that somebody waits for. */
export function isUnder(step: Step): step is Under {
  return step.kind === 'looking' || step.kind === 'importing';
}

/** What went wrong last, and with what. */
export interface Trouble {
  refusal: Refusal;
  changelog?: ChangelogText;
  /** An import may have been finished though nobody heard of it. */
  isUnsure?: boolean;
}

/** What is under way and how far, with a way to wait no longer. */
export function underView(
  { kind, changelog, progress }: Under,
  onStop: () => void,
): TemplateResult {
  const isImport = kind === 'importing';
  const { done = 0, total = 0 } = progress ?? {};
  return html`<section class="card under"><h2>${isImport ? 'Importing' : 'Looking at'} ${changelog.name}</h2>
    ${
      total > 0
        ? html`<progress max=${total} .value=${done} aria-label="Progress"></progress>
            <p class="note" role="status">${countOf(done, 'note')} of ${total} ready, ${percent(done / total)}</p>`
        : html`<progress aria-label="Progress"></progress><p class="note" role="status">Sending</p>`
    }
    <button @click=${onStop}>${isImport ? 'Stop waiting' : 'Cancel'}</button></section>`;
}

/** What went wrong, whether anything may have been made, and what to do. */
export function troubleView(
  { refusal, changelog, isUnsure }: Trouble,
  onLook: (changelog: ChangelogText) => void,
): TemplateResult {
  return html`<div class="alert" role="alert"><p>${refusal.message}${
    isUnsure
      ? ' An import is made as a whole or not at all, and to import the same again changes nothing: look what became of it.'
      : nothing
  }</p>${
    changelog
      ? html`<p class="row"><button @click=${() => onLook(changelog)}>${isUnsure ? 'Look what became of it' : 'Try again'}</button></p>`
      : nothing
  }</div>`;
}

/** Whoever cancels a look knows what they did; an import may be finished all the same. */
export function troubleOf(error: unknown, kind: Under['kind'], changelog: ChangelogText): Trouble {
  const isImport = kind === 'importing';
  if (isAbort(error)) {
    const detail = isImport ? 'You stopped waiting.' : 'You cancelled. Nothing was made.';
    const refusal = new Refusal({ code: 'cancelled', detail });
    return { refusal, changelog, isUnsure: isImport };
  }
  const refusal = asRefusal(error);
  const isUnsure = isImport && ['cut_off', 'offline', 'unreadable'].includes(refusal.code);
  return { refusal, changelog, isUnsure };
}
