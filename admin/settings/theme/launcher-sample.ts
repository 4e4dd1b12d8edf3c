import { LitElement, nothing, type PropertyValues } from 'lit';
import type { Theme } from '../../../contract/themes.ts';
import { launcherStyles } from '../../../widget/loader/launcher.styles.ts';

/** Puts the launcher into the corner of a sample page instead of the window's. */
const previewStyles = `:host{display:block!important;position:relative!important;isolation:isolate!important;
height:8.5rem!important;margin-top:12px!important;border:1px dashed #8888!important;border-radius:12px!important}
button{position:absolute!important;pointer-events:none}`;

/** The widget's button in the theme: a picture that cannot be pressed. */
class LauncherSample extends LitElement {
  static override properties = { theme: { attribute: false }, scheme: { attribute: false } };

  declare theme: Theme;
  declare scheme: 'light' | 'dark';
  readonly #themeSheet = new CSSStyleSheet();

  protected override firstUpdated(): void {
    const button = document.createElement('button');
    const badge = document.createElement('span');
    badge.textContent = '3';
    button.tabIndex = -1;
    button.append(badge);
    this.setAttribute('aria-hidden', 'true');
    this.renderRoot.append(button);
    (this.renderRoot as ShadowRoot).adoptedStyleSheets = [this.#themeSheet];
  }

  protected override updated(changed: PropertyValues): void {
    if (changed.has('theme'))
      this.#themeSheet.replaceSync(launcherStyles(this.theme) + previewStyles);
    const button = this.renderRoot.querySelector('button');
    if (button) button.className = `${this.theme.corner} ${this.scheme}`.replace('-', ' ');
  }

  protected override render(): typeof nothing {
    return nothing;
  }
}

customElements.define('launcher-sample', LauncherSample);
