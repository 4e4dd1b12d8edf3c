import { html, nothing, type TemplateResult } from 'lit';
import type { ImportReport } from '../../contract/imports.ts';
import { isAbortError, toApiError } from '../client.ts';
import { ApiError } from '../errors/api-error.ts';
import { formatCount, formatPercent } from '../formats.ts';
import type { ChangelogText } from './changelog-file.ts';
import type { ImportProgress } from './import-call.ts';

/** A running dry run (`looking`) or import. */
export interface RunningStep {
  kind: 'looking' | 'importing';
  changelog: ChangelogText;
  progress: ImportProgress | undefined;
}

/** The report of a dry run (`planned`) or of an import (`done`). */
export interface ReportStep {
  kind: 'planned' | 'done';
  changelog: ChangelogText;
  report: ImportReport;
}

/** The step of the page. Nothing is created before `importing`. */
export type ImportStep = { kind: 'choosing' } | RunningStep | ReportStep;

/** Whether a dry run or an import is running. */
export function isRunning(step: ImportStep): step is RunningStep {
  return step.kind === 'looking' || step.kind === 'importing';
}

/** The last error, and the changelog that it is about. */
export interface ImportFailure {
  error: ApiError;
  changelog?: ChangelogText;
  /** Whether the import may have finished although its result was lost. */
  isOutcomeUnknown?: boolean;
}

/** The progress of a dry run or an import, with a button that stops waiting. */
export function progressView(
  { kind, changelog, progress }: RunningStep,
  onStop: () => void,
): TemplateResult {
  const isImport = kind === 'importing';
  const { done = 0, total = 0 } = progress ?? {};
  return html`<section class="card running"><h2>${isImport ? 'Importing' : 'Reading'} ${changelog.name}</h2>
    ${
      total > 0
        ? html`<progress max=${total} .value=${done} aria-label="Progress"></progress>
            <p class="note" role="status">${formatCount(done, 'note')} of ${total} ready, ${formatPercent(done / total)}</p>`
        : html`<progress aria-label="Progress"></progress><p class="note" role="status">Sending</p>`
    }
    <button @click=${onStop}>${isImport ? 'Stop waiting' : 'Cancel'}</button></section>`;
}

/** The error, whether anything may have been created, and what to do. */
export function failureView(
  { error, changelog, isOutcomeUnknown }: ImportFailure,
  onRetry: (changelog: ChangelogText) => void,
): TemplateResult {
  return html`<div class="alert" role="alert"><p>${error.message}${
    isOutcomeUnknown
      ? ' An import either completes or changes nothing, and importing the same changelog again adds nothing twice. Check the result.'
      : nothing
  }</p>${
    changelog
      ? html`<p class="row"><button @click=${() => onRetry(changelog)}>${isOutcomeUnknown ? 'Check result' : 'Try again'}</button></p>`
      : nothing
  }</div>`;
}

/** The failure of a step. A cancelled dry run creates nothing; an import may have finished. */
export function toFailure(
  error: unknown,
  kind: RunningStep['kind'],
  changelog: ChangelogText,
): ImportFailure {
  const isImport = kind === 'importing';
  if (isAbortError(error)) {
    const detail = isImport ? 'You stopped waiting.' : 'You cancelled. Nothing was imported.';
    const apiError = new ApiError({ code: 'cancelled', detail });
    return { error: apiError, changelog, isOutcomeUnknown: isImport };
  }
  const apiError = toApiError(error);
  const isOutcomeUnknown = isImport && ['cut_off', 'offline', 'unreadable'].includes(apiError.code);
  return { error: apiError, changelog, isOutcomeUnknown };
}
