import { html, type TemplateResult } from 'lit/html.js';
import { controlStyles } from '../../elements/controls.styles.ts';
import { define } from '../../elements/define.ts';
import { TemplateElement } from '../../elements/template-element.ts';
import { withLaterMessages } from '../../locales/later-messages.ts';
import { languages, type Messages } from '../../locales/messages.ts';
import type { Shell } from '../../shell/shell.ts';
import type { ToolView } from './tool-view.ts';

const switchNames = ['muted', 'majorsOnly', 'neverAsk'] as const;

/**
 * The visitor's own switches and language. They apply at once, and override everything else.
 *
 * @fires change - when a switch or the language was changed
 */
export class TidingsSwitches extends TemplateElement {
  static override styles = `${controlStyles}

:host { display: block; padding: 8px 20px; }
label { display: flex; align-items: center; justify-content: space-between; gap: 16px;
  min-block-size: 44px; cursor: pointer; }
label + label { border-block-start: 1px solid var(--t-border); }
input { appearance: none; flex: none; inline-size: 40px; block-size: 24px; margin: 0; padding: 2px;
  border: 1px solid var(--t-muted); border-radius: 99px; background: none; cursor: pointer; }
input::before { content: ''; display: block; inline-size: 18px; block-size: 18px; border-radius: 50%;
  background: var(--t-muted); }
@media (prefers-reduced-motion: no-preference) { input::before { transition: margin .15s; } }
input:checked { border-color: var(--t-accent); background: var(--t-accent); }
input:checked::before { margin-inline-start: 16px; background: var(--t-accent-text); }
@media (forced-colors: active) { input:checked::before, input::before { background: CanvasText; } }
`;
  static override properties = ['shell', 'messages'];

  declare shell: Shell;
  declare messages: Messages;

  #onSwitch(name: (typeof switchNames)[number], on: boolean): void {
    const { visitor } = this.shell;
    visitor.activate();
    visitor.setSwitch(name, on);
    if (name === 'muted') this.shell.record(on ? 'muted' : 'unmuted');
    if (name !== 'neverAsk') this.shell.refreshBadge();
    this.#notify();
  }

  #onLanguage(locale: string): void {
    this.shell.visitor.activate();
    this.shell.visitor.setSwitch('locale', locale || undefined);
    // The launcher's name is in the visitor's language too.
    this.shell.refreshBadge();
    this.#notify();
  }

  #notify(): void {
    this.requestUpdate();
    this.dispatchEvent(new Event('change'));
  }

  override render(): TemplateResult {
    const messages = withLaterMessages(this.messages);
    const { switches } = this.shell.visitor;
    return html`${switchNames.map(
      (name) => html`<label>${messages[name]}<input type="checkbox" role="switch"
        .checked=${switches[name]}
        @change=${({ target }: { target: HTMLInputElement }) =>
          this.#onSwitch(name, target.checked)} /></label>`,
    )}
      <label>${messages.language}<select
        @change=${({ target }: { target: HTMLSelectElement }) => this.#onLanguage(target.value)}>
        <option value="" ?selected=${!switches.locale}>${messages.automatic}</option>
        ${languages.map(
          (one) => html`<option value=${one} lang=${one} ?selected=${switches.locale === one}>
            ${languageName(one)}</option>`,
        )}</select></label>`;
  }
}

/** Returns a language's name in that language, so that its speakers find it on any page. */
function languageName(language: string): string {
  return new Intl.DisplayNames([language], { type: 'language' }).of(language) ?? language;
}

define('tidings-switches', TidingsSwitches);

/** The switches, in place of the list. */
export const view: ToolView = (messages, _releases, _onFind, shell, onSwitch) =>
  html`<tidings-switches .messages=${messages} .shell=${shell} @change=${onSwitch}></tidings-switches>`;
