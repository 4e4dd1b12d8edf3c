import { css, html, type TemplateResult } from 'lit';
import type { Person } from '../../contract/people.ts';
import { limits } from '../../contract/vocabulary.ts';
import { ask } from '../client.ts';
import { baseStyles } from '../elements/base.styles.ts';
import { controlStyles } from '../elements/controls.styles.ts';
import { confirm } from '../elements/dialog.ts';
import { fieldView } from '../elements/field.ts';
import { Sending } from '../elements/sending.ts';
import { toast } from '../elements/toast.ts';
import { PageElement } from '../page.ts';
import { signOut } from '../session/session.ts';
import { tellSession } from '../session/session-change.ts';

const { nameChars, passwordMinChars, passwordMaxChars } = limits;
const maxLength = passwordMaxChars;

/** `/admin/account`: one's name, one's password, and one's sessions. */
class AccountPage extends PageElement {
  static override styles = [
    baseStyles,
    controlStyles,
    css`
      .card { max-width: 44rem; margin-block-start: var(--space-5); padding: var(--inset); }
      h2 { margin-block-end: var(--space-3); }
      .card > .note { margin-block-end: var(--space-4); }
      form button { justify-self: start; }
      input[readonly] { background: none; color: var(--muted); }
    `,
  ];

  readonly #naming = new Sending(this, async ({ name = '' }) => {
    const { session } = this.place;
    const { value: person } = await ask<Person>('/api/person', { method: 'PATCH', body: { name } });
    toast('Your name is changed.');
    if (session) tellSession(this, { session: { ...session, person }, next: location.pathname });
  });

  readonly #sending = new Sending(this, async ({ current = '', next = '' }) => {
    await ask('/api/password', { method: 'POST', body: { current, next } });
    this.renderRoot.querySelector<HTMLFormElement>('#password')?.reset();
    toast('Your password is changed. Your other sessions have ended.');
  });

  async #onLeaveEverywhere(): Promise<void> {
    const isSure = await confirm({
      heading: 'Sign out everywhere?',
      text: 'All your sessions end, on every device, this one too. Nothing else changes.',
      action: 'Sign out everywhere',
      danger: true,
    });
    if (!isSure) return;
    await signOut('everywhere');
    tellSession(this, { session: undefined, next: '/admin/sign-in' });
  }

  protected override render(): TemplateResult {
    const { name, email } = this.place.session?.person ?? { name: '', email: '' };
    return html`<h1>Account</h1>
      ${this.#nameView(name, email)}
      ${this.#passwordView(email)}
      <section class="card"><h2>Sessions</h2>
        <p class="note">If you have lost a device, or used somebody else’s.</p>
        <button @click=${this.#onLeaveEverywhere}>Sign out everywhere</button></section>`;
  }

  #nameView(name: string, email: string): TemplateResult {
    const naming = this.#naming;
    const hint = 'It signs you in, and stays as it is.';
    return html`<section class="card"><h2>You</h2>
      <form @submit=${naming.on}>
        ${naming.alert('name')}
        ${fieldView({ name: 'name', label: 'Name', value: name, autocomplete: 'name', maxLength: nameChars, wrong: naming.at('name') })}
        ${fieldView({ name: 'email', label: 'E-mail address', value: email, type: 'email', readOnly: true, hint })}
        ${naming.button('Change the name')}
      </form></section>`;
  }

  #passwordView(email: string): TemplateResult {
    const sending = this.#sending;
    const hint = `${passwordMinChars} characters or more; a few words are good.`;
    return html`<section class="card"><h2>Password</h2>
      <form id="password" @submit=${sending.on}>
        ${sending.alert('current', 'next')}
        <input class="heard" type="email" autocomplete="username" .value=${email} readonly tabindex="-1"
          aria-hidden="true" />
        ${fieldView({ name: 'current', label: 'Present password', type: 'password', autocomplete: 'current-password', maxLength, wrong: sending.at('current') })}
        ${fieldView({ name: 'next', label: 'New password', type: 'password', autocomplete: 'new-password', minLength: passwordMinChars, maxLength, hint, wrong: sending.at('next') })}
        ${sending.button('Change the password')}
      </form></section>`;
  }
}

customElements.define('account-page', AccountPage);
