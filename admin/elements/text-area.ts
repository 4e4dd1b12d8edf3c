import { html, nothing, type TemplateResult } from 'lit';

/** A field for several lines. */
export interface TextArea {
  name: string;
  label: string;
  rows: number;
  maxLength: number;
  value?: string;
  required?: boolean;
  placeholder?: string;
  hint?: string;
  error?: string | undefined;
}

/** A label, field, hint and error, linked for screen readers. Rendered in the form's own root. */
export function textAreaView(area: TextArea): TemplateResult {
  const { name, label, rows, maxLength, value = '', placeholder = '', hint, error } = area;
  const describedBy = [hint && `${name}-hint`, error && `${name}-error`].filter(Boolean).join(' ');
  return html`<div class="field">
    <label for=${name}>${label}</label>
    <textarea class="mono" id=${name} name=${name} rows=${rows} maxlength=${maxLength}
      ?required=${area.required ?? true} .value=${value} placeholder=${placeholder} spellcheck="false" autocapitalize="off" autocomplete="off"
      aria-invalid=${Boolean(error)} aria-describedby=${describedBy || nothing}></textarea>
    ${hint ? html`<p class="note" id="${name}-hint">${hint}</p>` : nothing}
    ${error ? html`<p class="error-text" id="${name}-error">${error}</p>` : nothing}
  </div>`;
}
