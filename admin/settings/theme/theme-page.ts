import { html, type PropertyValues, type TemplateResult } from 'lit';
import { dark, light } from '../../../contract/palette.ts';
import type { Theme } from '../../../contract/themes.ts';
import '../../release/release-preview.ts';
import './launcher-sample.ts';
import { baseStyles } from '../../elements/base.styles.ts';
import { controlStyles } from '../../elements/controls.styles.ts';
import { FormController } from '../../elements/form-controller.ts';
import { Resource } from '../../elements/resource.ts';
import { stateStyles } from '../../elements/state-views.ts';
import { toast } from '../../elements/toast.ts';
import { PageElement } from '../../page.ts';
import { type ProjectSettings, readProject, saveProject, staleView } from '../project-settings.ts';
import { settingsStyles } from '../settings.styles.ts';
import { settingsView } from '../settings-view.ts';
import { contrastWarningView } from './contrast-warning.ts';
import { sampleRelease } from './sample-release.ts';
import { themeStyles } from './theme.styles.ts';
import {
  type ChoiceName,
  type ColourName,
  choices,
  colourLabels,
  type MeasureName,
  measures,
  onlyValid,
  type ThemeFields,
  toTheme,
  toThemeFields,
} from './theme-draft.ts';
import { themeMeasuresView } from './theme-measures-view.ts';

type Scheme = 'light' | 'dark';

/** `/admin/{project}/settings/theme`: how the widget looks in the project's pages. */
class ThemePage extends PageElement {
  static override styles = [baseStyles, controlStyles, stateStyles, settingsStyles, themeStyles];
  static override properties = {
    ...PageElement.properties,
    fields: { state: true },
    scheme: { state: true },
  };

  /** The entered values; undefined until the theme is read. */
  declare private fields: ThemeFields | undefined;
  declare private scheme: Scheme;
  readonly #settings = new Resource<ProjectSettings>(this, async (signal) => {
    const settings = await readProject(this.apiPath(''), signal);
    this.fields = toThemeFields(settings.project.theme);
    return settings;
  });
  readonly #form = new FormController(this, async () => {
    const { state } = this.#settings;
    if (state.status !== 'ready') return;
    await this.#save(state.value, this.#theme(state.value));
  });

  constructor() {
    super();
    this.scheme = matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has('context')) this.#reload();
  }

  #reload = (): void => {
    this.#form.error = undefined;
    void this.#settings.reload();
  };

  #theme({ project }: ProjectSettings): Theme {
    return toTheme(this.fields ?? {}, project.theme);
  }

  async #save(settings: ProjectSettings, theme: Theme): Promise<void> {
    const before = settings.project.theme;
    const savedSettings = await saveProject(this.apiPath(''), settings, { theme });
    this.#settings.put(savedSettings);
    this.fields = toThemeFields(savedSettings.project.theme);
    toast('Saved. Open widgets show it the next time they are opened.', () => {
      void this.#save(savedSettings, before);
    });
  }

  #onInput({ target }: Event): void {
    const { name, value } = target as HTMLInputElement;
    this.fields = { ...this.fields, [name]: value };
  }

  #onScheme({ target }: Event): void {
    this.scheme = (target as HTMLInputElement).value as Scheme;
  }

  protected override render(): TemplateResult {
    return settingsView(
      this.project,
      'theme',
      'Theme',
      'How the widget looks in all your pages. What you leave empty is ours to choose.',
      html`${this.#settings.render((settings) => this.#formView(settings), { lines: 5 })}`,
    );
  }

  #formView(settings: ProjectSettings): TemplateResult {
    const form = this.#form;
    const theme = this.#theme(settings);
    return html`<div class="halves"><form class="card padded" novalidate @submit=${form.onSubmit}
        @input=${this.#onInput}>
        ${form.alertView('theme')}${staleView(form.error, this.#reload)}
        <p class="error-text" role="alert" ?hidden=${!this.#errorMessage}>${this.#errorMessage}</p>
        ${this.#coloursView('light', 'On light pages', light)}
        ${this.#coloursView('dark', 'On dark pages', dark)}
        ${themeMeasuresView({ fields: this.fields ?? {}, errorFor: this.#errorFor })}
        ${form.submitButtonView('Save')}
      </form>
      <div class="preview">${this.#previewView(settings, onlyValid(theme))}</div></div>`;
  }

  /** The server's errors, each with its field's label, from pointers like `/theme/dark/accent`. */
  get #errorMessage(): string {
    const errors = this.#form.error?.errors ?? [];
    return errors
      .filter(({ pointer }) => pointer.startsWith('/theme/'))
      .map(({ pointer, detail }) => `${fieldLabel(pointer)}: ${detail}`)
      .join(' ');
  }

  #coloursView(
    scheme: Scheme,
    heading: string,
    defaults: Record<ColourName, string>,
  ): TemplateResult {
    const prefix = scheme === 'dark' ? 'dark.' : '';
    const colours = Object.entries(colourLabels) as [ColourName, string][];
    return html`<fieldset><legend>${heading}</legend><div class="colours">${colours.map(
      ([name, colourLabel]) => this.#colourView(`${prefix}${name}`, colourLabel, defaults[name]),
    )}</div>${contrastWarningView(onlyValid(toTheme(this.fields ?? {}, {})), scheme)}</fieldset>`;
  }

  /** A colour picker next to a text field: neither alone is enough for everyone. */
  #colourView(name: string, colourLabel: string, defaultColour: string): TemplateResult {
    const value = this.fields?.[name] ?? '';
    const sixDigitDefault =
      defaultColour.length === 4 ? defaultColour.replace(/[^#]/g, '$&$&') : defaultColour;
    const pickerValue = /^#[\da-f]{6}$/i.test(value) ? value : sixDigitDefault;
    const label = name.startsWith('dark.') ? `${colourLabel} on dark pages` : colourLabel;
    return html`<div class="colour"><input type="color" name=${name} aria-label="Pick: ${label}" .value=${pickerValue} />
      <label>${colourLabel}<input name=${name} aria-label=${label} .value=${value} placeholder=${sixDigitDefault} maxlength="7"
        autocomplete="off" spellcheck="false" autocapitalize="off" aria-invalid=${this.#errorFor(name) !== undefined} /></label></div>`;
  }

  #errorFor = (name: string): string | undefined =>
    this.#form.messageFor(`theme/${name.replace('.', '/')}`);

  #previewView({ project }: ProjectSettings, theme: Theme): TemplateResult {
    const { scheme } = this;
    const settings = { name: project.name, theme, scheme, isNarrow: false };
    return html`<fieldset class="schemes" @change=${this.#onScheme}><legend>Preview</legend>${(
      ['light', 'dark'] as const
    ).map(
      (
        one,
      ) => html`<label><input type="radio" name="preview" value=${one} .checked=${one === scheme} />
        ${one === 'light' ? 'Light' : 'Dark'}</label>`,
    )}</fieldset>
      <release-preview .release=${sampleRelease} .settings=${settings}></release-preview>
      <launcher-sample .theme=${theme} .scheme=${scheme}></launcher-sample>`;
  }
}

function fieldLabel(pointer: string): string {
  const [, , ...path] = pointer.split('/');
  const name = path.at(-1) ?? '';
  const label =
    colourLabels[name as ColourName] ??
    measures[name as MeasureName]?.label ??
    choices[name as ChoiceName]?.label;
  return `${label ?? (name === 'font' ? 'Fonts' : name)}${path[0] === 'dark' ? ', on dark pages' : ''}`;
}

customElements.define('theme-page', ThemePage);
