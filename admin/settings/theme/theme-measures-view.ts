import { html, type TemplateResult } from 'lit';
import { fieldView } from '../../elements/field.ts';
import { selectFieldView } from '../../elements/select-field.ts';
import {
  type ChoiceName,
  choices,
  type MeasureName,
  measures,
  type ThemeFields,
} from './theme-draft.ts';

/** The entered values, and the error of each field by its name. */
interface ThemeForm {
  fields: ThemeFields;
  errorFor(name: string): string | undefined;
}

/** The fields of a theme that are not colours: the panel's, then the launcher's. */
export function themeMeasuresView(form: ThemeForm): TemplateResult {
  const { fields, errorFor } = form;
  const measure = (name: MeasureName) => measureView(name, form);
  const choice = (name: ChoiceName) =>
    selectFieldView({ name, ...choices[name], value: fields[name] ?? '' });
  const hint = 'A CSS list of fonts that your pages load, such as "Inter", sans-serif.';
  return html`<fieldset><legend>Shape and type</legend><div class="side-by-side">
        ${measure('radius')}${measure('fontSize')}${measure('spacing')}${choice('shadow')}</div>
      ${fieldView({ name: 'font', label: 'Fonts', value: fields.font ?? '', required: false, maxLength: 200, hint, error: errorFor('font') })}</fieldset>
    <fieldset><legend>Launcher</legend><div class="side-by-side">
        ${measure('launcherSize')}${choice('corner')}${measure('zIndex')}</div></fieldset>`;
}

function measureView(name: MeasureName, { fields, errorFor }: ThemeForm): TemplateResult {
  const { label, min, max, defaultValue } = measures[name];
  return html`<div class="field"><label for=${name}>${label}</label>
    <input id=${name} name=${name} inputmode="decimal" .value=${fields[name] ?? ''} placeholder="${defaultValue}"
      autocomplete="off" maxlength="10" aria-invalid=${errorFor(name) !== undefined} aria-describedby="${name}-hint" />
    <p class="note" id="${name}-hint">${min} to ${max}</p></div>`;
}
