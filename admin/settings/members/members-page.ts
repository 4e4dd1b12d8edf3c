import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import type { Member } from '../../../contract/members.ts';
import { type Role, roles } from '../../../contract/vocabulary.ts';
import { fetchAllPages } from '../../fetch-all-pages.ts';
import '../../elements/relative-time.ts';
import './invitation-list.ts';
import { baseStyles } from '../../elements/base.styles.ts';
import { chipStyles } from '../../elements/chip.styles.ts';
import { controlStyles } from '../../elements/controls.styles.ts';
import type { ConfirmOptions } from '../../elements/dialog.ts';
import { Resource } from '../../elements/resource.ts';
import { optionsView } from '../../elements/select-field.ts';
import { stateStyles } from '../../elements/state-views.ts';
import { toast } from '../../elements/toast.ts';
import { PageElement } from '../../page.ts';
import { hasPermission } from '../../session/permissions.ts';
import { firstAddress, readSession } from '../../session/session.ts';
import { emitSessionChange } from '../../session/session-change.ts';
import { settingsStyles } from '../settings.styles.ts';
import { settingsView } from '../settings-view.ts';
import { endRight, type RightChange, type RightChangeOutcome } from '../withdrawals/end-right.ts';
import { roleLabels } from './role-labels.ts';

const lastOwnerHint =
  'The last owner can’t leave or change roles. Make someone else an owner first.';

/** `/admin/{project}/settings/members`: the members, their roles and the invitations. */
class MembersPage extends PageElement {
  static override styles = [baseStyles, controlStyles, chipStyles, stateStyles, settingsStyles];

  readonly #members = new Resource<Member[]>(this, (signal) =>
    fetchAllPages<Member>(this.apiPath('/members'), signal),
  );

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has('context')) void this.#members.reload();
  }

  async #onRole(member: Member, select: HTMLSelectElement): Promise<void> {
    const role = select.value as Role;
    const outcome = await this.#setRole(member, role);
    // The list shows what the server says.
    if (!outcome.startsWith('done')) select.value = member.role;
    else if (outcome === 'done') this.#showRoleToast(member, role);
    else toast(`${member.name} is now ${withArticle(role)}.`);
  }

  #showRoleToast({ id, name, role: previousRole }: Member, role: Role): void {
    toast(`${name} is now ${withArticle(role)}.`, async () => {
      const { state } = this.#members;
      const member = state.status === 'ready' && state.value.find((one) => one.id === id);
      if (member) await this.#setRole(member, previousRole);
    });
  }

  /** Changes a role. If it is the person's own role, also reloads the session. */
  async #setRole(member: Member, role: Role): Promise<RightChangeOutcome> {
    const isMe = this.#isMe(member);
    const outcome = await this.#endRight(member, {
      method: 'PATCH',
      body: { role },
      question: isMe ? stepDownQuestion(role) : demoteQuestion(member, role),
      confirmOnlyIfWithdrawn: !isMe,
    });
    if (outcome.startsWith('done') && isMe) await this.#reloadSession();
    return outcome;
  }

  async #onRemove(member: Member): Promise<void> {
    const isMe = this.#isMe(member);
    const question = {
      heading: isMe ? 'Leave this project?' : `Remove ${member.name}?`,
      text: `${isMe ? 'You lose' : 'They lose'} access to this project at once. The audit log keeps what ${isMe ? 'you' : 'they'} did. An owner can invite ${isMe ? 'you' : 'them'} again.`,
      action: isMe ? 'Leave project' : 'Remove member',
      danger: true,
    };
    const outcome = await this.#endRight(member, { method: 'DELETE', question });
    if (!outcome.startsWith('done')) return;
    toast(isMe ? 'You have left the project.' : `Removed ${member.name}.`);
    if (isMe) await this.#reloadSession();
  }

  async #endRight(
    member: Member,
    change: Omit<RightChange, 'path' | 'ifMatch' | 'projectId' | 'mayTakeOver'>,
  ): Promise<RightChangeOutcome> {
    const outcome = await endRight({
      ...change,
      path: this.apiPath(`/members/${member.id}`),
      ifMatch: `"${member.revision}"`,
      projectId: this.project.id,
      mayTakeOver: !this.#isMe(member),
    });
    if (outcome !== 'cancelled') await this.#members.reload();
    return outcome;
  }

  /** Reloads the session, because the person's permissions have changed. */
  async #reloadSession(): Promise<void> {
    const session = await readSession();
    const isMember = session?.projects.some(({ id }) => id === this.project.id);
    const next = isMember ? this.pagePath('/settings/members') : session && firstAddress(session);
    emitSessionChange(this, { session, next: next ?? '/admin/sign-in' });
  }

  #isMe({ id }: Member): boolean {
    return id === this.context.session?.person.id;
  }

  protected override render(): TemplateResult {
    const { project } = this;
    const mayChange = hasPermission(project.role, 'changeMembers');
    return settingsView(
      project,
      'members',
      'Members',
      mayChange
        ? 'The people who work on this project. Their roles are explained below.'
        : 'The people who work on this project. An owner can invite others and change roles.',
      html`${this.#members.render((members) => this.#listView(members, mayChange), { lines: 2 })}
        ${mayChange ? html`<invitation-list .path=${this.apiPath('/invitations')}></invitation-list>` : nothing}
        <section class="card padded"><h2>Roles</h2><dl class="details-list">${roles.map(
          (role) => html`<dt>${roleLabels[role].name}</dt><dd>${roleLabels[role].description}</dd>`,
        )}</dl></section>`,
    );
  }

  #listView(members: Member[], mayChange: boolean): TemplateResult {
    const owners = members.filter(({ role }) => role === 'owner').length;
    return html`<ul class="card rows">${members.map((member) => {
      const isLast = member.role === 'owner' && owners === 1;
      return html`<li><p class="row-title">${member.name}${this.#isMe(member) ? html` <span class="chip accent">You</span>` : nothing}</p>
        <p class="note details">${member.email ?? nothing} · since <relative-time .at=${member.createdAt}></relative-time></p>
        ${isLast && mayChange ? html`<p class="note details" id="last">${lastOwnerHint}</p>` : nothing}
        <div class="actions row">${mayChange ? this.#actionsView(member, isLast) : html`<span class="chip">${member.role}</span>`}</div></li>`;
    })}</ul>`;
  }

  #actionsView(member: Member, isLast: boolean): TemplateResult {
    const options = Object.fromEntries(roles.map((role) => [role, roleLabels[role].name]));
    const describedBy = isLast ? 'last' : nothing;
    const isMe = this.#isMe(member);
    return html`<select aria-label="Role of ${member.name}" ?disabled=${isLast} aria-describedby=${describedBy}
        @change=${({ target }: Event) => this.#onRole(member, target as HTMLSelectElement)}>
        ${optionsView(options, member.role)}</select>
      <button aria-label=${isMe ? 'Leave project' : `Remove ${member.name}`} ?disabled=${isLast} aria-describedby=${describedBy}
        @click=${() => this.#onRemove(member)}>${isMe ? 'Leave' : 'Remove'}</button>`;
  }
}

function stepDownQuestion(role: Role): ConfirmOptions {
  return {
    heading: `Become ${withArticle(role)}?`,
    text: 'You lose your permissions as an owner at once. Another owner can make you an owner again.',
    action: 'Change my role',
    danger: true,
  };
}

function demoteQuestion({ name }: Member, role: Role): ConfirmOptions {
  return {
    heading: `Make ${name} ${withArticle(role)}?`,
    text: 'Keys and invitations work only if an owner created them.',
    action: 'Change role',
    danger: true,
  };
}

function withArticle(role: Role): string {
  return `${role === 'editor' || role === 'owner' ? 'an' : 'a'} ${role}`;
}

customElements.define('members-page', MembersPage);
