import { html, type nothing, type TemplateResult } from 'lit';
import type { PasswordLinkOwner, PasswordReset, PersonSession } from '../../contract/people.ts';
import { limits } from '../../contract/vocabulary.ts';
import { ask } from '../client.ts';
import { baseStyles } from '../elements/base.styles.ts';
import { controlStyles } from '../elements/controls.styles.ts';
import { fieldView } from '../elements/field.ts';
import { Sending } from '../elements/sending.ts';
import { PageElement } from '../page.ts';
import { go } from '../router.ts';
import { firstAddress } from '../session/session.ts';
import { tellSession } from '../session/session-change.ts';
import { LinkReading } from './link-reading.ts';
import { signInStyles } from './sign-in.styles.ts';

const { passwordMinChars: minLength, passwordMaxChars: maxLength } = limits;

/** `/admin/new-password`: for whoever has forgotten theirs and was given a link to another one. */
class NewPasswordPage extends PageElement {
  static override styles = [baseStyles, controlStyles, signInStyles];

  readonly #link = new LinkReading<PasswordLinkOwner>(this, '/api/password-link-lookups');
  readonly #sending = new Sending(this, async ({ password = '' }) => {
    const body: PasswordReset = { token: this.#link.token ?? '', password };
    const sent = { method: 'POST', body } as const;
    const { value } = await ask<PersonSession>('/api/password-resets', sent);
    tellSession(this, { session: value, next: firstAddress(value) });
  });

  protected override willUpdate(): void {
    if (!this.#link.follow()) go('/admin/', { replace: true });
  }

  protected override render(): TemplateResult | typeof nothing {
    return this.#link.render('Looking at your link.', (found) => this.#formView(found));
  }

  #formView({ name, email }: PasswordLinkOwner): TemplateResult {
    const sending = this.#sending;
    const hint = `${minLength} characters or more; a few words are good.`;
    return html`<h1>Choose a new password</h1>
      <p class="lead">Hello ${name}. You are signed in with it at once, and signed out everywhere else.
        The link works once.</p>
      <form @submit=${sending.on}>
        ${sending.alert('password')}
        ${fieldView({ name: 'email', label: 'E-mail address', type: 'email', autocomplete: 'username', value: email, readOnly: true })}
        ${fieldView({ name: 'password', label: 'New password', type: 'password', autocomplete: 'new-password', minLength, maxLength, hint, wrong: sending.at('password') })}
        ${sending.button('Set the password')}
      </form>`;
  }
}

customElements.define('new-password-page', NewPasswordPage);
