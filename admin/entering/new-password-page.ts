import { html, nothing, type TemplateResult } from 'lit';
import type { PasswordLinkOwner, PasswordReset, PersonSession } from '../../contract/people.ts';
import { limits } from '../../contract/vocabulary.ts';
import { ask } from '../client.ts';
import { baseStyles } from '../elements/base.styles.ts';
import { brandView } from '../elements/brand-view.ts';
import { controlStyles } from '../elements/controls.styles.ts';
import { fieldView } from '../elements/field.ts';
import { Reading } from '../elements/reading.ts';
import { Sending } from '../elements/sending.ts';
import { PageElement } from '../page.ts';
import { go } from '../router.ts';
import { firstAddress } from '../session.ts';
import { tellSession } from '../session-change.ts';
import { closedView } from './closed-view.ts';
import { forgetEnterToken, forgetRefused, handOverEnterToken } from './enter-token.ts';
import { enteringStyles } from './entering.styles.ts';

const { passwordMinChars: minLength, passwordMaxChars: maxLength } = limits;

/** `/admin/new-password`: for whoever has forgotten theirs and was given a link to another one. */
class NewPasswordPage extends PageElement {
  static override styles = [baseStyles, controlStyles, enteringStyles];

  #token: string | undefined;
  readonly #owner = new Reading(this, async (signal) => {
    const sent = { method: 'POST', body: { token: this.#token }, signal } as const;
    return (await ask<PasswordLinkOwner>('/api/password-link-lookups', sent)).value;
  });
  readonly #sending = new Sending(this, async ({ password = '' }) => {
    const body: PasswordReset = { token: this.#token ?? '', password };
    const sent = { method: 'POST', body } as const;
    const { value } = await ask<PersonSession>('/api/password-resets', sent);
    tellSession(this, { session: value, next: firstAddress(value) });
  });

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    forgetEnterToken(this.#token);
  }

  protected override willUpdate(): void {
    const token = handOverEnterToken(this.#token);
    if (token) void this.#lookUp(token);
    else if (!this.#token) go('/admin/', { replace: true });
  }

  async #lookUp(token: string): Promise<void> {
    this.#token = token;
    await this.#owner.again();
    const { read } = this.#owner;
    if (read.state === 'failed') forgetRefused(token, read.refusal);
  }

  protected override render(): TemplateResult | typeof nothing {
    const { read } = this.#owner;
    if (!this.#token) return nothing;
    return html`<main class="card">${brandView()}${
      read.state === 'failed'
        ? closedView(read.refusal)
        : read.state === 'ready'
          ? this.#formView(read.value)
          : html`<h1>One moment</h1><p class="lead">Looking at your link.</p>`
    }</main>`;
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
