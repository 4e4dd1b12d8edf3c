import { css, html, LitElement, type TemplateResult } from 'lit';
import { baseStyles } from './base.styles.ts';
import { controlStyles } from './controls.styles.ts';
import { openDialog } from './dialog.ts';
import { icons } from './icons.ts';

/** A secret that the server shows only once. */
export interface Secret {
  heading: string;
  /** What it is for, and what to do with it now. */
  text: string;
  label: string;
  secret: string;
}

/** A secret to copy. Confirms the copy itself, because a toast behind a dialog is not announced. */
class ShownOnce extends LitElement {
  static override styles = [
    baseStyles,
    controlStyles,
    css`
      .line { display: flex; gap: var(--space-2); margin-block: var(--space-4) var(--space-2); }
      input { flex: 1; min-width: 0; font-family: var(--mono); font-size: 0.8125rem; }
      .status { min-height: 1.25rem; }
      .actions { justify-content: end; margin-block-start: var(--space-4); }
    `,
  ];
  static override properties = {
    secret: { attribute: false },
    done: { attribute: false },
    status: { state: true },
  };

  declare secret: Secret;
  declare done: () => void;
  declare private status: string;

  async #onCopy(): Promise<void> {
    try {
      await navigator.clipboard.writeText(this.secret.secret);
      this.status = 'Copied.';
    } catch {
      // Browsers refuse this on pages that were not loaded over HTTPS.
      this.status = 'The browser did not allow copying here. Copy the selected text.';
      this.renderRoot.querySelector('input')?.select();
    }
  }

  protected override render(): TemplateResult {
    const { text, label, secret } = this.secret;
    const select = ({ target }: Event) => (target as HTMLInputElement).select();
    return html`<p class="quiet">${text}</p>
      <div class="line"><input aria-label=${label} .value=${secret} readonly spellcheck="false" @focus=${select} />
        <button class="primary" autofocus @click=${this.#onCopy}>${icons.copy} Copy</button></div>
      <p class="note status" role="status">${this.status}</p>
      <p class="row actions"><button @click=${this.done}>I’ve saved it</button></p>`;
  }
}

customElements.define('shown-once', ShownOnce);

/** Shows a secret in a dialog. Resolves when the dialog is closed. */
export async function showSecret(secret: Secret): Promise<void> {
  await openDialog<void>(
    secret.heading,
    (close) => html`<shown-once .secret=${secret} .done=${() => close()}></shown-once>`,
  );
}
