import { html, LitElement, type TemplateResult } from 'lit';
import type { PersonSession } from '../../contract/people.ts';
import { baseStyles } from '../elements/base.styles.ts';
import { controlStyles } from '../elements/controls.styles.ts';
import { openDialog } from '../elements/dialog.ts';
import { fieldView } from '../elements/field.ts';
import { Sending } from '../elements/sending.ts';
import type { Refusal } from '../errors/refusal.ts';
import { signIn } from '../session/session.ts';

/** The form of the dialog below. */
class SignInForm extends LitElement {
  static override styles = [baseStyles, controlStyles];
  static override properties = { email: {}, ended: {}, done: { attribute: false } };

  declare email: string;
  declare ended: string;
  declare done: (session?: PersonSession) => void;

  readonly #sending = new Sending(this, async ({ password = '' }) =>
    this.done(await signIn({ email: this.email, password })),
  );

  protected override render(): TemplateResult {
    const sending = this.#sending;
    return html`<form @submit=${sending.on}>
      <p class="quiet">${this.ended} Your unsaved text is still here.</p>
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
 * is lost. Returns undefined if they choose to leave.
 */
export function signInOver(email: string, ended: Refusal): Promise<PersonSession | undefined> {
  const why = ended.reason === 'updated' ? 'Tidings was updated.' : 'Your session has ended.';
  return openDialog(
    'Sign in again',
    (close) => html`<sign-in-form email=${email} ended=${why} .done=${close}></sign-in-form>`,
  );
}
