import { html, nothing, type TemplateResult } from 'lit';

/** A field of a form. Its name is that of the body's field, so that refusals find it. */
export interface Field {
  name: string;
  label: string;
  type?: 'text' | 'email' | 'password' | 'url' | 'date' | 'time' | 'datetime-local';
  value?: string;
  /** What helps before anything is wrong. */
  hint?: string;
  error?: string | undefined;
  /** What browsers and password managers go by (HTML, 4.10.18.7). */
  autocomplete?: string;
  required?: boolean;
  maxLength?: number;
  minLength?: number;
  readOnly?: boolean;
  onInput?: (value: string) => void;
}

/** Label, input, hint and fault, tied together for screen readers; drawn in the form's own root. */
export function fieldView(field: Field): TemplateResult {
  const { name, label, hint, error, type = 'text', value = '', required = true } = field;
  const describedBy = [hint && `${name}-hint`, error && `${name}-wrong`].filter(Boolean).join(' ');
  return html`<div class="field">
    <label for=${name}>${label}</label>
    <input id=${name} name=${name} type=${type} .value=${value} ?required=${required}
      ?readonly=${field.readOnly} autocomplete=${field.autocomplete ?? 'off'} spellcheck="false"
      autocapitalize="off" maxlength=${field.maxLength ?? 1000} minlength=${field.minLength ?? 0}
      aria-invalid=${Boolean(error)} aria-describedby=${describedBy || nothing}
      @input=${({ target }: { target: HTMLInputElement }) => field.onInput?.(target.value)} />
    ${hint ? html`<p class="note" id="${name}-hint">${hint}</p>` : nothing}
    ${isAtMaxLength(field) ? html`<p class="note" role="status">It may have no more than ${field.maxLength} characters.</p>` : nothing}
    ${error ? html`<p class="wrong" id="${name}-wrong">${error}</p>` : nothing}
  </div>`;
}

/** Whether the browser takes no more letters, which it does without a word. */
function isAtMaxLength({ value = '', maxLength, readOnly }: Field): boolean {
  return !readOnly && maxLength !== undefined && value.length >= maxLength;
}
