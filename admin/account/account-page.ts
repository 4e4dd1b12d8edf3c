import { css, html, type TemplateResult } from 'lit';
import { limits } from '../../contract/vocabulary.ts';
import { ask } from '../client.ts';
import { baseStyles } from '../elements/base.styles.ts';
import { controlStyles } from '../elements/controls.styles.ts';
import { confirm } from '../elements/dialog.ts';
import { fieldView } from '../elements/field.ts';
import { Sending } from '../elements/sending.ts';
import { toast } from '../elements/toast.ts';
import { PageElement } from '../page.ts';
import { signOut } from '../session.ts';
import { tellSession } from '../session-change.ts';

const { passwordMinChars, passwordMaxChars } = limits;
const maxLength = passwordMaxChars;

/** `/admin/account`: who one is here, one's password, and one's sessions. */
class AccountPage extends PageElement {
  static override styles = [
    baseStyles,
    controlStyles,
    css`
      .card { max-width: 44rem; margin-block-start: var(--space-5); padding: var(--inset); }
      h2 { margin-block-end: var(--space-3); }
      dl { display: grid; grid-template-columns: max-content 1fr; gap: var(--space-2) var(--space-5); }
      dt { color: var(--muted); }
      dd { overflow-wrap: anywhere; }
      .card > .note { margin-block-end: var(--space-4); }
      form button { justify-self: start; }
    `,
  ];

  readonly #sending = new Sending(this, async ({ current = '', next = '' }) => {
    await ask('/api/password', { method: 'POST', body: { current, next } });
    this.renderRoot.querySelector('form')?.reset();
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
      <section class="card"><h2>You</h2>
        <dl><dt>Name</dt><dd>${name}</dd><dt>E-mail address</dt><dd>${email}</dd></dl></section>
      ${this.#passwordView(email)}
      <section class="card"><h2>Sessions</h2>
        <p class="note">If you have lost a device, or used somebody else’s.</p>
        <button @click=${this.#onLeaveEverywhere}>Sign out everywhere</button></section>`;
  }

  #passwordView(email: string): TemplateResult {
    const sending = this.#sending;
    const hint = `${passwordMinChars} characters or more; a few words are good.`;
    return html`<section class="card"><h2>Password</h2>
      <form @submit=${sending.on}>
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
