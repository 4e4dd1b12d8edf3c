import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import type { Release } from '../../contract/releases.ts';
import { limits } from '../../contract/vocabulary.ts';
import { baseStyles } from '../elements/base.styles.ts';
import { controlStyles } from '../elements/controls.styles.ts';
import { openDialog } from '../elements/dialog.ts';
import { FormController } from '../elements/form-controller.ts';

/** The form in the roll-back dialog. */
class RollBackForm extends LitElement {
  static override styles = [
    baseStyles,
    controlStyles,
    css`
      textarea { min-height: 5rem; resize: vertical; }
      .actions { justify-content: end; }
    `,
  ];
  static override properties = { send: { attribute: false }, done: { attribute: false } };

  /** Returns undefined if the release has changed. */
  declare send: (reason: string) => Promise<Release | undefined>;
  declare done: (release?: Release) => void;

  readonly #form = new FormController(this, async ({ reason = '' }) =>
    this.done(await this.send(reason.trim())),
  );

  protected override firstUpdated(): void {
    this.renderRoot.querySelector('textarea')?.focus();
  }

  protected override render(): TemplateResult {
    const form = this.#form;
    const error = form.messageFor('reason');
    return html`<form @submit=${form.onSubmit}>
      <p class="quiet">Within a second, visitors no longer see this release in the widget, on the public page
        or in feeds. Its record and its answers stay. You cannot publish it again.</p>
      ${form.alertView('reason')}
      <div class="field"><label for="reason">Reason</label>
        <textarea id="reason" name="reason" required maxlength=${limits.reasonChars}
          aria-describedby="reason-hint" aria-invalid=${Boolean(error)}></textarea>
        <p class="note" id="reason-hint">For the record. Visitors do not see it.</p>
        ${error ? html`<p class="error-text" role="alert">${error}</p>` : nothing}</div>
      <div class="row actions"><button type="button" @click=${() => this.done()}>Cancel</button>
        <button class="danger" aria-busy=${form.busy}>Roll back</button></div>
    </form>`;
  }
}

customElements.define('roll-back-form', RollBackForm);

/** Asks for the reason, and rolls the release back. Undefined if cancelled. */
export function openRollBackDialog(
  version: string,
  send: (reason: string) => Promise<Release | undefined>,
): Promise<Release | undefined> {
  return openDialog(
    `Roll back ${version}?`,
    (close) => html`<roll-back-form .send=${send} .done=${close}></roll-back-form>`,
  );
}
