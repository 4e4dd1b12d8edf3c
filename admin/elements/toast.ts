import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { baseStyles } from './base.styles.ts';
import { controlStyles } from './controls.styles.ts';

/** How long a toast stays. It does not disappear while it is hovered over or has the focus. */
const visibleMs = 8000;

interface Toast {
  text: string;
  undo: (() => void) | undefined;
}

/** The live region exists before the first toast: screen readers do not announce a new region. */
class ToastRegion extends LitElement {
  static override styles = [
    baseStyles,
    controlStyles,
    css`
      :host { position: fixed; z-index: 10; inset-inline: 0; inset-block-end: var(--space-5);
        display: flex; justify-content: center; pointer-events: none; padding-inline: var(--space-4); }
      .toast { display: flex; align-items: center; gap: var(--space-4); max-width: 32rem;
        padding: var(--space-2) var(--space-2) var(--space-2) var(--space-4); border-radius: var(--radius);
        background: light-dark(#1c1f27, #eceef3); color: light-dark(#f5f6f8, #14161c);
        box-shadow: var(--shadow-high); pointer-events: auto; overflow-wrap: anywhere; }
      .toast button { min-height: 2rem; border: 0; box-shadow: none; background: none; color: inherit; }
      .toast button:hover { background: light-dark(#343947, #cfd3dd); }
      .toast > span + span { display: flex; flex: none; }
      .undo { text-decoration: underline; }
    `,
  ];
  static override properties = { toast: { state: true } };

  declare private toast: Toast | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  show(toast: Toast): void {
    this.toast = toast;
    this.#startTimer();
  }

  dismiss(toast: Toast): void {
    if (this.toast === toast) this.#close();
  }

  #startTimer = (): void => {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(this.#close, visibleMs);
  };

  #pause = (): void => clearTimeout(this.#timer);

  #close = (): void => {
    this.toast = undefined;
  };

  #onUndo(): void {
    this.toast?.undo?.();
    this.#close();
  }

  protected override render(): TemplateResult {
    const { toast } = this;
    return html`<div role="status" @pointerenter=${this.#pause} @pointerleave=${this.#startTimer}
      @focusin=${this.#pause} @focusout=${this.#startTimer}>${
        toast
          ? html`<div class="toast"><span>${toast.text}</span>
              <span>${toast.undo ? html`<button class="undo" @click=${this.#onUndo}>Undo</button>` : nothing}
              <button aria-label="Dismiss" @click=${this.#close}>✕</button></span></div>`
          : nothing
      }</div>`;
  }
}

customElements.define('toast-region', ToastRegion);

const region = document.createElement('toast-region') as ToastRegion;
document.body.append(region);

/**
 * Shows a sentence for 8 seconds, with an Undo button if `undo` is passed. Returns a function that
 * removes the sentence once it is no longer true.
 */
export function toast(text: string, undo?: () => void): () => void {
  const message = { text, undo };
  region.show(message);
  return () => region.dismiss(message);
}
