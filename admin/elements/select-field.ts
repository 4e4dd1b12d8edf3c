import { html, nothing, type TemplateResult } from 'lit';

/** A field of a form with a few options. */
export interface SelectField {
  name: string;
  label: string;
  /** The labels by value. */
  options: Readonly<Record<string, string>>;
  value: string;
  hint?: string;
}

/** A label, select and hint, linked for screen readers. Rendered in the form's own root. */
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

/** The options of a select. */
export function optionsView(
  options: Readonly<Record<string, string>>,
  selected: string,
): TemplateResult[] {
  return Object.entries(options).map(
    ([value, label]) =>
      html`<option value=${value} ?selected=${value === selected}>${label}</option>`,
  );
}
