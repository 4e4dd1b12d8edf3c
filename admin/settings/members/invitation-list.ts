import { html, LitElement, type PropertyValues, type TemplateResult } from 'lit';
import type { Invitation, InvitationCreated, ListedInvitation } from '../../../contract/members.ts';
import { limits, roles } from '../../../contract/vocabulary.ts';
import { ask } from '../../client.ts';
import { fetchAllPages } from '../../fetch-all-pages.ts';
import '../../elements/relative-time.ts';
import { baseStyles } from '../../elements/base.styles.ts';
import { chipStyles } from '../../elements/chip.styles.ts';
import { controlStyles } from '../../elements/controls.styles.ts';
import { fieldView } from '../../elements/field.ts';
import { Reading } from '../../elements/reading.ts';
import { selectFieldView } from '../../elements/select-field.ts';
import { Sending } from '../../elements/sending.ts';
import { showOnce } from '../../elements/shown-once.ts';
import { stateStyles } from '../../elements/state-views.ts';
import { confirmDelete } from '../confirm-delete.ts';
import { makerOf } from '../maker-words.ts';
import { settingsStyles } from '../settings.styles.ts';
import { roleWords } from './role-words.ts';

/** The invitations that nobody has accepted yet, and a way to make one. */
class InvitationList extends LitElement {
  static override styles = [baseStyles, controlStyles, chipStyles, stateStyles, settingsStyles];
  static override properties = { path: {} };

  /** The address of the project's invitations. */
  declare path: string;
  readonly #invitations = new Reading<ListedInvitation[]>(this, async (signal) => {
    const all = await fetchAllPages<ListedInvitation>(this.path, signal);
    return all.filter(({ acceptedAt }) => acceptedAt === null);
  });
  readonly #sending = new Sending(this, async ({ email = '', role = '' }) => {
    const body = { email: email.trim() || null, role };
    const { value } = await ask<InvitationCreated>(this.path, { method: 'POST', body });
    this.renderRoot.querySelector('form')?.reset();
    void this.#invitations.again();
    await showOnce({
      heading: 'The invitation',
      text: `Send this link to ${value.email ?? 'whom you want in'}: no mail is sent by itself. It works once, within 7 days, and cannot be shown again.`,
      label: 'Invitation link',
      secret: value.link,
    });
  });

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has('path')) void this.#invitations.again();
  }

  async #onWithdraw({ id, email }: Invitation): Promise<void> {
    const question = {
      heading: 'Withdraw the invitation?',
      text: `The link for ${email ?? 'whoever has it'} opens nothing any more. You can make another one.`,
      action: 'Withdraw',
    };
    const isTried = await confirmDelete(`${this.path}/${id}`, question, 'Withdrew the invitation.');
    if (isTried) await this.#invitations.again();
  }

  protected override render(): TemplateResult {
    const sending = this.#sending;
    const options = Object.fromEntries(roles.map((role) => [role, roleWords[role].name]));
    return html`<section class="card"><div class="padded">
      <h2>Invite somebody</h2>
      <p class="note">By a link that you send yourself. It works once, within 7 days.</p>
      <form @submit=${sending.on}>
        ${sending.alert('email')}
        <div class="side-by-side">
          ${fieldView({ name: 'email', label: 'E-mail address (optional)', type: 'email', required: false, maxLength: limits.emailChars, hint: 'Then the link is for this one alone.', wrong: sending.at('email') })}
          ${selectFieldView({ name: 'role', label: 'As', options, value: 'editor' })}</div>
        ${sending.button('Make the link')}
      </form></div>
      ${this.#invitations.render((open) => this.#openView(open), { lines: 1 })}</section>`;
  }

  #openView(open: ListedInvitation[]): TemplateResult {
    return html`<ul class="rows open" aria-label="Invitations">${open.map((invitation) => this.#rowView(invitation))}</ul>`;
  }

  #rowView(invitation: ListedInvitation): TemplateResult {
    const { email, role, createdAt, expiresAt } = invitation;
    const isOver = expiresAt !== null && Date.parse(expiresAt) <= Date.now();
    return html`<li><p class="what">${email ?? 'Whoever has the link'} <span class="chip">${role}</span></p>
      <p class="note facts">Created <relative-time .at=${createdAt}></relative-time> by ${makerOf(invitation)}${
        expiresAt
          ? html` · ${isOver ? 'expired' : 'expires'} <relative-time .at=${expiresAt}></relative-time>`
          : ''
      }</p>
      <div class="acts"><button aria-label="Withdraw the invitation of ${email ?? 'whoever has the link'}"
        @click=${() => this.#onWithdraw(invitation)}>Withdraw</button></div></li>`;
  }
}

customElements.define('invitation-list', InvitationList);
