import { css, html, LitElement, type TemplateResult } from 'lit';
import { chooseScheme, chosenScheme, schemes } from '../device.ts';
import { baseStyles } from './base.styles.ts';

const labels = { auto: 'Auto', light: 'Light', dark: 'Dark' };

/** Chooses the colour scheme of the pages on this device. `auto` follows the system. */
class SchemeSwitch extends LitElement {
  static override styles = [
    baseStyles,
    css`
      fieldset { display: flex; min-width: 0; margin: 0; padding: 2px; border: 0; border-radius: var(--radius);
        background: var(--well); }
      label { flex: 1; cursor: pointer; text-align: center; font-size: var(--type-note); color: var(--muted); }
      input { position: absolute; opacity: 0; }
      span { display: block; padding: 0.2rem 0; border-radius: var(--radius-small); }
      input:checked + span { background: light-dark(#ffffff, #333a47); color: var(--text); box-shadow: var(--shadow-low); }
      input:focus-visible + span { outline: 2px solid var(--accent); }
    `,
  ];

  protected override render(): TemplateResult {
    return html`<fieldset><legend class="visually-hidden">Colour scheme</legend>${schemes.map(
      (
        scheme,
      ) => html`<label><input type="radio" name="scheme" .checked=${scheme === chosenScheme()}
        @change=${() => chooseScheme(scheme)} /><span>${labels[scheme]}</span></label>`,
    )}</fieldset>`;
  }
}

customElements.define('scheme-switch', SchemeSwitch);
