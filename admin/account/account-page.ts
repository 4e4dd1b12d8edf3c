import { css, html, type TemplateResult } from 'lit';
import type { Person } from '../../contract/people.ts';
import { limits } from '../../contract/vocabulary.ts';
import { callApi } from '../client.ts';
import { baseStyles } from '../elements/base.styles.ts';
import { controlStyles } from '../elements/controls.styles.ts';
import { confirm } from '../elements/dialog.ts';
import { fieldView } from '../elements/field.ts';
import { FormController } from '../elements/form-controller.ts';
import { toast } from '../elements/toast.ts';
import { PageElement } from '../page.ts';
import { signOut } from '../session/session.ts';
import { emitSessionChange } from '../session/session-change.ts';

const { nameChars, passwordMinChars, passwordMaxChars } = limits;
const maxLength = passwordMaxChars;

/** `/admin/account`: the person's name, password and sessions. */
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

  readonly #nameForm = new FormController(this, async ({ name = '' }) => {
    const { session } = this.context;
    const { value: person } = await callApi<Person>('/api/person', {
      method: 'PATCH',
      body: { name },
    });
    toast('Name changed.');
    if (session)
      emitSessionChange(this, { session: { ...session, person }, next: location.pathname });
  });

  readonly #passwordForm = new FormController(this, async ({ current = '', next = '' }) => {
    await callApi('/api/password', { method: 'POST', body: { current, next } });
    this.renderRoot.querySelector<HTMLFormElement>('#password')?.reset();
    toast('Password changed. You’re signed out everywhere else.');
  });

  async #onSignOutEverywhere(): Promise<void> {
    const isSure = await confirm({
      heading: 'Sign out everywhere?',
      text: 'You’ll be signed out on all your devices, including this one.',
      action: 'Sign out everywhere',
      danger: true,
    });
    if (!isSure) return;
    await signOut('everywhere');
    emitSessionChange(this, { session: undefined, next: '/admin/sign-in' });
  }

  protected override render(): TemplateResult {
    const { name, email } = this.context.session?.person ?? { name: '', email: '' };
    return html`<h1>Account</h1>
      ${this.#nameView(name, email)}
      ${this.#passwordView(email)}
      <section class="card"><h2>Sessions</h2>
        <p class="note">Use this if you lost a device or signed in on someone else’s.</p>
        <button @click=${this.#onSignOutEverywhere}>Sign out everywhere</button></section>`;
  }

  #nameView(name: string, email: string): TemplateResult {
    const form = this.#nameForm;
    const hint = 'You sign in with this address. It can’t be changed.';
    return html`<section class="card"><h2>Profile</h2>
      <form @submit=${form.onSubmit}>
        ${form.alertView('name')}
        ${fieldView({ name: 'name', label: 'Name', value: name, autocomplete: 'name', maxLength: nameChars, error: form.messageFor('name') })}
        ${fieldView({ name: 'email', label: 'E-mail address', value: email, type: 'email', readOnly: true, hint })}
        ${form.submitButtonView('Change name')}
      </form></section>`;
  }

  #passwordView(email: string): TemplateResult {
    const form = this.#passwordForm;
    const hint = `At least ${passwordMinChars} characters. A few words work well.`;
    return html`<section class="card"><h2>Password</h2>
      <form id="password" @submit=${form.onSubmit}>
        ${form.alertView('current', 'next')}
        <input class="visually-hidden" type="email" autocomplete="username" .value=${email} readonly tabindex="-1"
          aria-hidden="true" />
        ${fieldView({ name: 'current', label: 'Current password', type: 'password', autocomplete: 'current-password', maxLength, error: form.messageFor('current') })}
        ${fieldView({ name: 'next', label: 'New password', type: 'password', autocomplete: 'new-password', minLength: passwordMinChars, maxLength, hint, error: form.messageFor('next') })}
        ${form.submitButtonView('Change password')}
      </form></section>`;
  }
}

customElements.define('account-page', AccountPage);
