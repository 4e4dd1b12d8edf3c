import { html, nothing, type TemplateResult } from 'lit';

/** A field of a form. It has the name of the body's field, so that the server's errors find it. */
export interface Field {
  name: string;
  label: string;
  type?: 'text' | 'email' | 'password' | 'url' | 'date' | 'time' | 'datetime-local';
  value?: string;
  /** Help that is shown with or without an error. */
  hint?: string;
  error?: string | undefined;
  /** For browsers and password managers (HTML, 4.10.18.7). */
  autocomplete?: string;
  required?: boolean;
  maxLength?: number;
  minLength?: number;
  readOnly?: boolean;
  onInput?: (value: string) => void;
}

/** A label, input, hint and error, linked for screen readers. Rendered in the form's own root. */
export function fieldView(field: Field): TemplateResult {
  const { name, label, hint, error, type = 'text', value = '', required = true } = field;
  const describedBy = [hint && `${name}-hint`, error && `${name}-error`].filter(Boolean).join(' ');
  return html`<div class="field">
    <label for=${name}>${label}</label>
    <input id=${name} name=${name} type=${type} .value=${value} ?required=${required}
      ?readonly=${field.readOnly} autocomplete=${field.autocomplete ?? 'off'} spellcheck="false"
      autocapitalize="off" maxlength=${field.maxLength ?? 1000} minlength=${field.minLength ?? 0}
      aria-invalid=${Boolean(error)} aria-describedby=${describedBy || nothing}
      @input=${({ target }: { target: HTMLInputElement }) => field.onInput?.(target.value)} />
    ${hint ? html`<p class="note" id="${name}-hint">${hint}</p>` : nothing}
    ${isAtMaxLength(field) ? html`<p class="note" role="status">The limit is ${field.maxLength} characters.</p>` : nothing}
    ${error ? html`<p class="error-text" id="${name}-error">${error}</p>` : nothing}
  </div>`;
}

/** Whether the browser accepts no more characters, which it does not announce. */
function isAtMaxLength({ value = '', maxLength, readOnly }: Field): boolean {
  return !readOnly && maxLength !== undefined && value.length >= maxLength;
}
