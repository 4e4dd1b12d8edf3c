import { html, type TemplateResult } from 'lit';
import { limits } from '../../contract/vocabulary.ts';
import { baseStyles } from '../elements/base.styles.ts';
import { brandView } from '../elements/brand-view.ts';
import { controlStyles } from '../elements/controls.styles.ts';
import { fieldView } from '../elements/field.ts';
import { FormController } from '../elements/form-controller.ts';
import { PageElement } from '../page.ts';
import { safeNext } from '../router.ts';
import { firstAddress, signIn } from '../session/session.ts';
import { emitSessionChange } from '../session/session-change.ts';
import { signInStyles } from './sign-in.styles.ts';

/** `/admin/sign-in?next=…`: signs in by e-mail address and password, and continues at `next`. */
class SignInPage extends PageElement {
  static override styles = [baseStyles, controlStyles, signInStyles];

  readonly #form = new FormController(this, async ({ email = '', password = '' }) => {
    const session = await signIn({ email, password });
    const next = safeNext(this.context.query.get('next')) ?? firstAddress(session);
    emitSessionChange(this, { session, next });
  });

  #leadView(): TemplateResult {
    if (this.context.sessionError?.reason === 'updated') {
      return html`<p class="lead updated" role="status">Tidings was updated. Sign in again.</p>`;
    }
    return html`<p class="lead">Publish releases and see how they’re received.</p>`;
  }

  protected override render(): TemplateResult {
    const form = this.#form;
    const autocomplete = 'current-password';
    return html`<main class="card">${brandView()}
      <h1>Sign in</h1>
      ${this.#leadView()}
      <form @submit=${form.onSubmit}>
        ${form.alertView('email', 'password')}
        ${fieldView({ name: 'email', label: 'E-mail address', type: 'email', autocomplete: 'username', maxLength: limits.emailChars, error: form.messageFor('email') })}
        ${fieldView({ name: 'password', label: 'Password', type: 'password', autocomplete, maxLength: limits.passwordMaxChars, error: form.messageFor('password') })}
        ${form.submitButtonView('Sign in')}
      </form>
      <p class="note foot">New here? Open your invitation link.</p>
      <p class="note foot">Forgot your password? Ask the person who runs this server for a link to set a new one.</p>
    </main>`;
  }
}

customElements.define('sign-in-page', SignInPage);
