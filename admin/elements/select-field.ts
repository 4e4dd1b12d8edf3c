import { html, nothing, type TemplateResult } from 'lit';

/** A choice among few, as a field of a form. */
export interface SelectField {
  name: string;
  label: string;
  /** By value, the words. */
  options: Readonly<Record<string, string>>;
  value: string;
  hint?: string;
}

/** Label, select and hint, tied together for screen readers; drawn in the form's own root. */
export function selectFieldView({
  name,
  label,
  options,
  value,
  hint,
}: SelectField): TemplateResult {
  return html`<div class="field">
    <label for=${name}>${label}</label>
    <select id=${name} name=${name} aria-describedby=${hint ? `${name}-hint` : nothing}>
      ${optionsView(options, value)}</select>
    ${hint ? html`<p class="note" id="${name}-hint">${hint}</p>` : nothing}
  </div>`;
}

/** What a select offers. */
export function optionsView(
  options: Readonly<Record<string, string>>,
  selected: string,
): TemplateResult[] {
  return Object.entries(options).map(
    ([value, label]) =>
      html`<option value=${value} ?selected=${value === selected}>${label}</option>`,
  );
}
