import { html, type PropertyValues, type TemplateResult } from 'lit';
import { dark, light } from '../../../contract/palette.ts';
import type { Theme } from '../../../contract/themes.ts';
import '../../release/release-preview.ts';
import './launcher-sample.ts';
import { baseStyles } from '../../elements/base.styles.ts';
import { controlStyles } from '../../elements/controls.styles.ts';
import { Reading } from '../../elements/reading.ts';
import { Sending } from '../../elements/sending.ts';
import { stateStyles } from '../../elements/state-views.ts';
import { toast } from '../../elements/toast.ts';
import { PageElement } from '../../page.ts';
import { type Edition, readProject, saveProject, staleView } from '../project-edition.ts';
import { settingsStyles } from '../settings.styles.ts';
import { settingsView } from '../settings-view.ts';
import { contrastWarningView } from './contrast-warning.ts';
import { sampleRelease } from './sample-release.ts';
import { themeStyles } from './theme.styles.ts';
import {
  type ChoiceName,
  type ColourName,
  choices,
  colourWords,
  drawable,
  fieldsOf,
  type MeasureName,
  measures,
  type ThemeFields,
  themeOf,
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

  /** What is typed; undefined until the theme is read. */
  declare private fields: ThemeFields | undefined;
  declare private scheme: Scheme;
  readonly #edition = new Reading<Edition>(this, async (signal) => {
    const edition = await readProject(this.apiPath(''), signal);
    this.fields = fieldsOf(edition.project.theme);
    return edition;
  });
  readonly #sending = new Sending(this, async () => {
    const { read } = this.#edition;
    if (read.state !== 'ready') return;
    await this.#save(read.value, this.#theme(read.value));
  });

  constructor() {
    super();
    this.scheme = matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has('place')) this.#readAnew();
  }

  #readAnew = (): void => {
    this.#sending.refusal = undefined;
    void this.#edition.again();
  };

  #theme({ project }: Edition): Theme {
    return themeOf(this.fields ?? {}, project.theme);
  }

  async #save(edition: Edition, theme: Theme): Promise<void> {
    const before = edition.project.theme;
    const saved = await saveProject(this.apiPath(''), edition, { theme });
    this.#edition.put(saved);
    this.fields = fieldsOf(saved.project.theme);
    toast('Saved. Open widgets show it the next time they are opened.', () => {
      void this.#save(saved, before);
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
      html`${this.#edition.render((edition) => this.#formView(edition), { lines: 5 })}`,
    );
  }

  #formView(edition: Edition): TemplateResult {
    const sending = this.#sending;
    const theme = this.#theme(edition);
    return html`<div class="halves"><form class="card padded" novalidate @submit=${sending.on}
        @input=${this.#onInput}>
        ${sending.alert('theme')}${staleView(sending.refusal, this.#readAnew)}
        <p class="wrong" role="alert" ?hidden=${!this.#wrong}>${this.#wrong}</p>
        ${this.#coloursView('light', 'On light pages', light)}
        ${this.#coloursView('dark', 'On dark pages', dark)}
        ${themeMeasuresView({ fields: this.fields ?? {}, wrong: this.#wrongWith })}
        ${sending.button('Save')}
      </form>
      <div class="preview">${this.#previewView(edition, drawable(theme))}</div></div>`;
  }

  /** The server's words, with the field that they are about: `theme/dark/accent`. */
  get #wrong(): string {
    const errors = this.#sending.refusal?.errors ?? [];
    return errors
      .filter(({ pointer }) => pointer.startsWith('/theme/'))
      .map(({ pointer, detail }) => `${wordsFor(pointer)}: ${detail}`)
      .join(' ');
  }

  #coloursView(scheme: Scheme, heading: string, ours: Record<ColourName, string>): TemplateResult {
    const prefix = scheme === 'dark' ? 'dark.' : '';
    const colours = Object.entries(colourWords) as [ColourName, string][];
    return html`<fieldset><legend>${heading}</legend><div class="colours">${colours.map(
      ([name, words]) => this.#colourView(`${prefix}${name}`, words, ours[name]),
    )}</div>${contrastWarningView(drawable(themeOf(this.fields ?? {}, {})), scheme)}</fieldset>`;
  }

  /** A picker beside the text: neither alone is enough for everybody. */
  #colourView(name: string, words: string, ours: string): TemplateResult {
    const value = this.fields?.[name] ?? '';
    const whole = ours.length === 4 ? ours.replace(/[^#]/g, '$&$&') : ours;
    const shown = /^#[\da-f]{6}$/i.test(value) ? value : whole;
    const label = name.startsWith('dark.') ? `${words} on dark pages` : words;
    return html`<div class="colour"><input type="color" name=${name} aria-label="Pick: ${label}" .value=${shown} />
      <label>${words}<input name=${name} aria-label=${label} .value=${value} placeholder=${whole} maxlength="7"
        autocomplete="off" spellcheck="false" autocapitalize="off" aria-invalid=${this.#wrongWith(name) !== undefined} /></label></div>`;
  }

  #wrongWith = (name: string): string | undefined =>
    this.#sending.at(`theme/${name.replace('.', '/')}`);

  #previewView({ project }: Edition, theme: Theme): TemplateResult {
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

function wordsFor(pointer: string): string {
  const [, , ...path] = pointer.split('/');
  const name = path.at(-1) ?? '';
  const words =
    colourWords[name as ColourName] ??
    measures[name as MeasureName]?.label ??
    choices[name as ChoiceName]?.label;
  return `${words ?? (name === 'font' ? 'Fonts' : name)}${path[0] === 'dark' ? ', on dark pages' : ''}`;
}

customElements.define('theme-page', ThemePage);
