import { html, LitElement, type TemplateResult } from 'lit';
import { baseStyles } from './base.styles.ts';
import { controlStyles } from './controls.styles.ts';
import { icons } from './icons.ts';
import { toast } from './toast.ts';

/** Copies a text and confirms it in a toast. */
class CopyButton extends LitElement {
  static override styles = [baseStyles, controlStyles];
  static override properties = { text: {}, label: {} };

  declare text: string;
  /** A noun for the text: `command`. */
  declare label: string;

  async #onClick(): Promise<void> {
    try {
      await navigator.clipboard.writeText(this.text);
      toast(`Copied the ${this.label}.`);
    } catch {
      // Browsers refuse this on pages that were not loaded over HTTPS.
      toast('The browser did not allow copying here. Select the text and copy it.');
    }
  }

  protected override render(): TemplateResult {
    return html`<button class="quiet-button icon-button" aria-label="Copy the ${this.label}"
      title="Copy" @click=${this.#onClick}>${icons.copy}</button>`;
  }
}

customElements.define('copy-button', CopyButton);
