import { html, nothing, type TemplateResult } from 'lit';
import type { ImportReport } from '../../contract/imports.ts';
import { isAbortError, toApiError } from '../client.ts';
import { ApiError } from '../errors/api-error.ts';
import { formatCount, formatPercent } from '../formats.ts';
import type { ChangelogText } from './changelog-file.ts';
import type { ImportProgress } from './import-call.ts';

/** Something under way: a look, or the import itself. */
export interface RunningStep {
  kind: 'looking' | 'importing';
  changelog: ChangelogText;
  progress: ImportProgress | undefined;
}

/** What came of it: what would be made, or what was. */
export interface ReportStep {
  kind: 'planned' | 'done';
  changelog: ChangelogText;
  report: ImportReport;
}

/** How far somebody is: nothing is made before `importing`. */
export type ImportStep = { kind: 'choosing' } | RunningStep | ReportStep;

/** Whether something is under way, that somebody waits for. */
export function isRunning(step: ImportStep): step is RunningStep {
  return step.kind === 'looking' || step.kind === 'importing';
}

/** What went wrong last, and with what. */
export interface ImportFailure {
  error: ApiError;
  changelog?: ChangelogText;
  /** An import may have been finished though nobody heard of it. */
  isOutcomeUnknown?: boolean;
}

/** What is under way and how far, with a way to wait no longer. */
export function progressView(
  { kind, changelog, progress }: RunningStep,
  onStop: () => void,
): TemplateResult {
  const isImport = kind === 'importing';
  const { done = 0, total = 0 } = progress ?? {};
  return html`<section class="card under"><h2>${isImport ? 'Importing' : 'Looking at'} ${changelog.name}</h2>
    ${
      total > 0
        ? html`<progress max=${total} .value=${done} aria-label="Progress"></progress>
            <p class="note" role="status">${formatCount(done, 'note')} of ${total} ready, ${formatPercent(done / total)}</p>`
        : html`<progress aria-label="Progress"></progress><p class="note" role="status">Sending</p>`
    }
    <button @click=${onStop}>${isImport ? 'Stop waiting' : 'Cancel'}</button></section>`;
}

/** What went wrong, whether anything may have been made, and what to do. */
export function failureView(
  { error, changelog, isOutcomeUnknown }: ImportFailure,
  onRetry: (changelog: ChangelogText) => void,
): TemplateResult {
  return html`<div class="alert" role="alert"><p>${error.message}${
    isOutcomeUnknown
      ? ' An import is made as a whole or not at all, and to import the same again changes nothing: look what became of it.'
      : nothing
  }</p>${
    changelog
      ? html`<p class="row"><button @click=${() => onRetry(changelog)}>${isOutcomeUnknown ? 'Look what became of it' : 'Try again'}</button></p>`
      : nothing
  }</div>`;
}

/** Whoever cancels a look knows what they did; an import may be finished all the same. */
export function toFailure(
  error: unknown,
  kind: RunningStep['kind'],
  changelog: ChangelogText,
): ImportFailure {
  const isImport = kind === 'importing';
  if (isAbortError(error)) {
    const detail = isImport ? 'You stopped waiting.' : 'You cancelled. Nothing was made.';
    const apiError = new ApiError({ code: 'cancelled', detail });
    return { error: apiError, changelog, isOutcomeUnknown: isImport };
  }
  const apiError = toApiError(error);
  const isOutcomeUnknown = isImport && ['cut_off', 'offline', 'unreadable'].includes(apiError.code);
  return { error: apiError, changelog, isOutcomeUnknown };
}
