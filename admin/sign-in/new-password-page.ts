import { html, type nothing, type TemplateResult } from 'lit';
import type { PasswordLinkOwner, PasswordReset, PersonSession } from '../../contract/people.ts';
import { limits } from '../../contract/vocabulary.ts';
import { callApi } from '../client.ts';
import { baseStyles } from '../elements/base.styles.ts';
import { controlStyles } from '../elements/controls.styles.ts';
import { fieldView } from '../elements/field.ts';
import { FormController } from '../elements/form-controller.ts';
import { PageElement } from '../page.ts';
import { go } from '../router.ts';
import { firstAddress } from '../session/session.ts';
import { emitSessionChange } from '../session/session-change.ts';
import { LinkResource } from './link-resource.ts';
import { signInStyles } from './sign-in.styles.ts';

const { passwordMinChars: minLength, passwordMaxChars: maxLength } = limits;

/** `/admin/new-password`: sets a new password, for a person with a link who forgot the old one. */
class NewPasswordPage extends PageElement {
  static override styles = [baseStyles, controlStyles, signInStyles];

  readonly #link = new LinkResource<PasswordLinkOwner>(this, '/api/password-link-lookups');
  readonly #form = new FormController(this, async ({ password = '' }) => {
    const body: PasswordReset = { token: this.#link.token ?? '', password };
    const options = { method: 'POST', body } as const;
    const { value } = await callApi<PersonSession>('/api/password-resets', options);
    emitSessionChange(this, { session: value, next: firstAddress(value) });
  });

  protected override willUpdate(): void {
    if (!this.#link.takeToken()) go('/admin/', { replace: true });
  }

  protected override render(): TemplateResult | typeof nothing {
    return this.#link.render('Checking your link…', (owner) => this.#formView(owner));
  }

  #formView({ name, email }: PasswordLinkOwner): TemplateResult {
    const form = this.#form;
    const hint = `At least ${minLength} characters. A few words work well.`;
    return html`<h1>Choose a new password</h1>
      <p class="lead">Hello ${name}. Setting a password signs you in here and signs you out everywhere else.
        The link works once.</p>
      <form @submit=${form.onSubmit}>
        ${form.alertView('password')}
        ${fieldView({ name: 'email', label: 'E-mail address', type: 'email', autocomplete: 'username', value: email, readOnly: true })}
        ${fieldView({ name: 'password', label: 'New password', type: 'password', autocomplete: 'new-password', minLength, maxLength, hint, error: form.messageFor('password') })}
        ${form.submitButtonView('Set password')}
      </form>`;
  }
}

customElements.define('new-password-page', NewPasswordPage);
