import { html, LitElement, type TemplateResult } from 'lit';
import type { PersonSession } from '../../contract/people.ts';
import { baseStyles } from '../elements/base.styles.ts';
import { controlStyles } from '../elements/controls.styles.ts';
import { openDialog } from '../elements/dialog.ts';
import { fieldView } from '../elements/field.ts';
import { FormController } from '../elements/form-controller.ts';
import type { ApiError } from '../errors/api-error.ts';
import { signIn } from '../session/session.ts';

/** The form of the dialog below. */
class SignInForm extends LitElement {
  static override styles = [baseStyles, controlStyles];
  static override properties = { email: {}, reason: {}, done: { attribute: false } };

  declare email: string;
  declare reason: string;
  declare done: (session?: PersonSession) => void;

  readonly #form = new FormController(this, async ({ password = '' }) =>
    this.done(await signIn({ email: this.email, password })),
  );

  protected override render(): TemplateResult {
    const form = this.#form;
    return html`<form @submit=${form.onSubmit}>
      <p class="quiet">${this.reason} Your unsaved text is still here.</p>
      ${form.alertView('password')}
      ${fieldView({ name: 'email', label: 'E-mail address', type: 'email', value: this.email, readOnly: true, autocomplete: 'username' })}
      ${fieldView({ name: 'password', label: 'Password', type: 'password', autocomplete: 'current-password', error: form.messageFor('password') })}
      <div class="row">${form.submitButtonView('Sign in')}
        <button type="button" class="quiet-button" @click=${() => this.done()}>Leave this page</button></div>
    </form>`;
  }
}

customElements.define('sign-in-form', SignInForm);

/**
 * Asks the same person for their password over the page that they are on, so that nothing typed there
 * is lost. Returns undefined if they choose to leave.
 */
export function openSignInDialog(
  email: string,
  error: ApiError,
): Promise<PersonSession | undefined> {
  const reason = error.reason === 'updated' ? 'Tidings was updated.' : 'Your session has ended.';
  return openDialog(
    'Sign in again',
    (close) => html`<sign-in-form email=${email} reason=${reason} .done=${close}></sign-in-form>`,
  );
}
