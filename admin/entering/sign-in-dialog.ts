import { html, LitElement, type TemplateResult } from 'lit';
import type { PersonSession } from '../../contract/people.ts';
import { baseStyles } from '../elements/base.styles.ts';
import { controlStyles } from '../elements/controls.styles.ts';
import { openDialog } from '../elements/dialog.ts';
import { fieldView } from '../elements/field.ts';
import { Sending } from '../elements/sending.ts';
import { signIn } from '../session.ts';

/** The form of the dialog below. */
class SignInForm extends LitElement {
  static override styles = [baseStyles, controlStyles];
  static override properties = { email: {}, done: { attribute: false } };

  declare email: string;
  declare done: (session?: PersonSession) => void;

  readonly #sending = new Sending(this, async ({ password = '' }) =>
    this.done(await signIn({ email: this.email, password })),
  );

  protected override render(): TemplateResult {
    const sending = this.#sending;
    return html`<form @submit=${sending.on}>
      <p class="quiet">Your session has ended. What you have typed is still here.</p>
      ${sending.alert('password')}
      ${fieldView({ name: 'email', label: 'E-mail address', type: 'email', value: this.email, readOnly: true, autocomplete: 'username' })}
      ${fieldView({ name: 'password', label: 'Password', type: 'password', autocomplete: 'current-password', wrong: sending.at('password') })}
      <div class="row">${sending.button('Sign in')}
        <button type="button" class="quiet-button" @click=${() => this.done()}>Leave this page</button></div>
    </form>`;
  }
}

customElements.define('sign-in-form', SignInForm);

/**
 * Asks the same person for their password over the page that they are on, so that nothing typed there
 * is lost. Undefined where they would rather leave.
 */
export function signInOver(email: string): Promise<PersonSession | undefined> {
  return openDialog(
    'Sign in again',
    (close) => html`<sign-in-form .email=${email} .done=${close}></sign-in-form>`,
  );
}
