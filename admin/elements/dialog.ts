import { css, html, LitElement, type TemplateResult } from 'lit';
import { baseStyles } from './base.styles.ts';
import { controlStyles } from './controls.styles.ts';

type Content<Value> = (close: (value?: Value) => void) => TemplateResult;

/** The browser's own dialog: it keeps the focus, and returns it when it closes. */
class ModalDialog extends LitElement {
  static override styles = [
    baseStyles,
    controlStyles,
    css`
      /* In the dark, a dialog is lighter than the page; elements on it must be lighter still. */
      dialog { --well: light-dark(#f1f2f5, #272c36); --hover: light-dark(#ebecf1, #2c323d); --line: light-dark(#e5e7ec, #3a414d);
        width: min(28rem, 100vw - 2rem); max-height: calc(100dvh - 2rem); padding: var(--space-5);
        border: 1px solid var(--line); border-radius: var(--radius-large); background: var(--raised);
        color: var(--text); box-shadow: var(--shadow-high); }
      dialog::backdrop { background: light-dark(#14161c66, #000000a6); }
      h2 { margin-block-end: var(--space-3); font-size: var(--type-title); }
      .names { display: grid; gap: var(--space-1); margin-block-start: var(--space-3); overflow-wrap: anywhere; }
      .actions { justify-content: end; margin-block-start: var(--space-5); }
    `,
  ];
  static override properties = { heading: {}, content: { attribute: false } };

  declare heading: string;
  declare content: TemplateResult;

  protected override firstUpdated(): void {
    this.renderRoot.querySelector('dialog')?.showModal();
  }

  #onClose(): void {
    this.dispatchEvent(new Event('closed'));
  }

  protected override render(): TemplateResult {
    return html`<dialog aria-labelledby="heading" @close=${this.#onClose}>
      <h2 id="heading">${this.heading}</h2>${this.content}</dialog>`;
  }
}

customElements.define('modal-dialog', ModalDialog);

/** Opens a dialog. Resolves to the value it is closed with, or to undefined if it is dismissed. */
export function openDialog<Value>(
  heading: string,
  content: Content<Value>,
): Promise<Value | undefined> {
  return new Promise((resolve) => {
    const dialog = document.createElement('modal-dialog') as ModalDialog;
    const close = (value?: Value) => {
      resolve(value);
      dialog.renderRoot.querySelector('dialog')?.close();
    };
    dialog.heading = heading;
    dialog.content = content(close);
    dialog.addEventListener('closed', () => {
      resolve(undefined);
      dialog.remove();
    });
    document.body.append(dialog);
  });
}

/** A question before an action that cannot be undone or loses work. */
export interface ConfirmOptions {
  heading: string;
  /** What will happen, and whether it can be undone. */
  text: string;
  /** The button's label, a verb. */
  action: string;
  danger?: boolean;
}

/** Asks the question, and resolves to whether it was confirmed. The Cancel button has the focus. */
export async function confirm({ heading, text, action, danger }: ConfirmOptions): Promise<boolean> {
  const confirmed = await openDialog<boolean>(
    heading,
    (close) => html`<p class="quiet">${text}</p>
      <div class="row actions">
        <button autofocus @click=${() => close(false)}>Cancel</button>
        <button class=${danger ? 'danger' : 'primary'} @click=${() => close(true)}>${action}</button>
      </div>`,
  );
  return confirmed === true;
}
