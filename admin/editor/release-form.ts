import { html, type TemplateResult } from 'lit';
import { limits } from '../../contract/vocabulary.ts';
import { fieldView } from '../elements/field.ts';
import { formatDate, formatDateTime } from '../formats.ts';
import type { ReleaseDraft } from '../release/draft.ts';
import { localZone, toInstant, toLocalTime } from './local-times.ts';

/** The input of the form. */
export interface ReleaseForm {
  draft: ReleaseDraft;
  readOnly: boolean;
  /** Whether the options are open at first. */
  areOptionsOpen: boolean;
  /** The server's error message for a field. */
  errorFor(field: keyof ReleaseDraft): string | undefined;
  edit(fields: Partial<ReleaseDraft>): void;
}

const flags = {
  major: { label: 'Major', hint: 'A big one: the widget says so.' },
  pinned: { label: 'Pinned', hint: 'Shown before all other releases.' },
  silent: { label: 'Silent', hint: 'Raises no unread count.' },
} as const;

/** The fields of a release, without its notes. */
export function releaseFormView(form: ReleaseForm): TemplateResult {
  const { draft, readOnly, errorFor, edit } = form;
  const { titleChars, versionChars } = limits;
  return html`<section class="card fields" aria-labelledby="fields-heading">
    <h2 id="fields-heading" class="visually-hidden">Release</h2>
    <div class="pair">
      ${fieldView({ name: 'version', label: 'Version', value: draft.version, maxLength: versionChars, readOnly, error: errorFor('version'), onInput: (version) => edit({ version }) })}
      ${fieldView({ name: 'title', label: 'Title (optional)', value: draft.title, maxLength: titleChars, required: false, readOnly, error: errorFor('title'), onInput: (title) => edit({ title }) })}
    </div>
    <details ?open=${form.areOptionsOpen}><summary>Date and options</summary>
      <div class="more">${datesView(form)}
        <fieldset ?disabled=${readOnly}><legend class="visually-hidden">Options</legend>${(
          Object.keys(flags) as (keyof typeof flags)[]
        ).map((flag) => flagView(form, flag))}</fieldset></div>
    </details></section>`;
}

/** Whether an option is set, which must not be hidden. */
export function hasOptions({
  displayDate,
  expiresAt,
  major,
  pinned,
  silent,
}: ReleaseDraft): boolean {
  return Boolean(displayDate || expiresAt || major || pinned || silent);
}

function datesView({ draft, readOnly, errorFor, edit }: ReleaseForm): TemplateResult {
  const { displayDate, expiresAt } = draft;
  return html`<div class="pair even">
    ${fieldView({ name: 'displayDate', label: 'Date that visitors read', type: 'date', value: displayDate ?? '', required: false, readOnly, hint: displayDate ? `${formatDate(displayDate)}.` : 'Without one, the day of publication.', error: errorFor('displayDate'), onInput: (date) => edit({ displayDate: date || null }) })}
    ${fieldView({ name: 'expiresAt', label: 'Disappears at', type: 'datetime-local', value: toLocalTime(expiresAt), required: false, readOnly, hint: expiryHint(expiresAt), error: errorFor('expiresAt'), onInput: (local) => edit({ expiresAt: toInstant(local) }) })}
  </div>`;
}

/** The time in the format of all dates, which the browser's field may not use, and its zone. */
function expiryHint(expiresAt: string | null): string {
  const zone = localZone().replaceAll('_', ' ');
  return expiresAt
    ? `${formatDateTime(expiresAt)}, in ${zone}.`
    : `In ${zone}. Without one, never.`;
}

function flagView({ draft, edit }: ReleaseForm, flag: keyof typeof flags): TemplateResult {
  const { label, hint } = flags[flag];
  return html`<label class="flag"><input type="checkbox" name=${flag} .checked=${draft[flag]}
      aria-describedby="${flag}-hint"
      @change=${({ target }: { target: HTMLInputElement }) => edit({ [flag]: target.checked })} />
    <span>${label}<span class="note" id="${flag}-hint">${hint}</span></span></label>`;
}
