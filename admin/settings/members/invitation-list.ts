import { html, LitElement, type PropertyValues, type TemplateResult } from 'lit';
import type { Invitation, InvitationCreated, ListedInvitation } from '../../../contract/members.ts';
import { limits, roles } from '../../../contract/vocabulary.ts';
import { callApi } from '../../client.ts';
import { fetchAllPages } from '../../fetch-all-pages.ts';
import '../../elements/relative-time.ts';
import { baseStyles } from '../../elements/base.styles.ts';
import { chipStyles } from '../../elements/chip.styles.ts';
import { controlStyles } from '../../elements/controls.styles.ts';
import { fieldView } from '../../elements/field.ts';
import { FormController } from '../../elements/form-controller.ts';
import { Resource } from '../../elements/resource.ts';
import { selectFieldView } from '../../elements/select-field.ts';
import { showSecret } from '../../elements/shown-once.ts';
import { stateStyles } from '../../elements/state-views.ts';
import { confirmDelete } from '../confirm-delete.ts';
import { creatorLabel } from '../creator-label.ts';
import { settingsStyles } from '../settings.styles.ts';
import { roleLabels } from './role-labels.ts';

/** The invitations that have not been accepted yet, and a form to create one. */
class InvitationList extends LitElement {
  static override styles = [baseStyles, controlStyles, chipStyles, stateStyles, settingsStyles];
  static override properties = { path: {} };

  /** The API path of the project's invitations. */
  declare path: string;
  readonly #invitations = new Resource<ListedInvitation[]>(this, async (signal) => {
    const all = await fetchAllPages<ListedInvitation>(this.path, signal);
    return all.filter(({ acceptedAt }) => acceptedAt === null);
  });
  readonly #form = new FormController(this, async ({ email = '', role = '' }) => {
    const body = { email: email.trim() || null, role };
    const { value } = await callApi<InvitationCreated>(this.path, { method: 'POST', body });
    this.renderRoot.querySelector('form')?.reset();
    void this.#invitations.reload();
    await showSecret({
      heading: 'Send the invitation',
      text: `Send this link to ${value.email ?? 'the person you invite'}: Tidings doesn’t send it. It works once, within 7 days, and can’t be shown again.`,
      label: 'Invitation link',
      secret: value.link,
    });
  });

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has('path')) void this.#invitations.reload();
  }

  async #onWithdraw({ id, email }: Invitation): Promise<void> {
    const question = {
      heading: 'Withdraw the invitation?',
      text: `The link for ${email ?? 'anyone who has it'} will stop working. You can create another one.`,
      action: 'Withdraw invitation',
    };
    const wasAttempted = await confirmDelete(
      `${this.path}/${id}`,
      question,
      'Invitation withdrawn.',
    );
    if (wasAttempted) await this.#invitations.reload();
  }

  protected override render(): TemplateResult {
    const form = this.#form;
    const options = Object.fromEntries(roles.map((role) => [role, roleLabels[role].name]));
    return html`<section class="card"><div class="padded">
      <h2>Invite someone</h2>
      <p class="note">Create a link and send it yourself. It works once, within 7 days.</p>
      <form @submit=${form.onSubmit}>
        ${form.alertView('email')}
        <div class="side-by-side">
          ${fieldView({ name: 'email', label: 'E-mail address (optional)', type: 'email', required: false, maxLength: limits.emailChars, hint: 'With an address, the link works only for that address.', error: form.messageFor('email') })}
          ${selectFieldView({ name: 'role', label: 'Role', options, value: 'editor' })}</div>
        ${form.submitButtonView('Create link')}
      </form></div>
      ${this.#invitations.render((invitations) => this.#listView(invitations), { lines: 1 })}</section>`;
  }

  #listView(invitations: ListedInvitation[]): TemplateResult {
    return html`<ul class="rows open-invitations" aria-label="Invitations">${invitations.map((invitation) => this.#rowView(invitation))}</ul>`;
  }

  #rowView(invitation: ListedInvitation): TemplateResult {
    const { email, role, createdAt, expiresAt } = invitation;
    const isExpired = expiresAt !== null && Date.parse(expiresAt) <= Date.now();
    return html`<li><p class="row-title">${email ?? 'Anyone with the link'} <span class="chip">${role}</span></p>
      <p class="note details">Created <relative-time .at=${createdAt}></relative-time> by ${creatorLabel(invitation)}${
        expiresAt
          ? html` · ${isExpired ? 'expired' : 'expires'} <relative-time .at=${expiresAt}></relative-time>`
          : ''
      }</p>
      <div class="actions"><button aria-label="Withdraw the invitation for ${email ?? 'anyone with the link'}"
        @click=${() => this.#onWithdraw(invitation)}>Withdraw</button></div></li>`;
  }
}

customElements.define('invitation-list', InvitationList);
