import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import type { Withdrawal } from '../../../contract/withdrawals.ts';
import '../../elements/relative-time.ts';
import { baseStyles } from '../../elements/base.styles.ts';
import { chipStyles } from '../../elements/chip.styles.ts';
import { controlStyles } from '../../elements/controls.styles.ts';
import { type ConfirmOptions, openDialog } from '../../elements/dialog.ts';

/** A question before a change, with everything that the change would withdraw. */
export interface WithdrawalQuestion extends ConfirmOptions {
  withdrawals: readonly Withdrawal[];
  /** The project of the page. */
  projectId: string;
  /** False if the person gives up their own right: then they cannot keep anything. */
  mayTakeOver: boolean;
}

/** The list of what stops working, in which each key can be kept. */
class WithdrawalForm extends LitElement {
  static override styles = [
    baseStyles,
    chipStyles,
    controlStyles,
    css`
      .removed { display: grid; gap: var(--space-3); max-height: min(22rem, 45dvh); overflow: auto; padding: 2px; margin-block: var(--space-3); }
      .removed li { overflow-wrap: anywhere; }
      .kept > p { color: var(--muted); }
      label { display: flex; align-items: center; gap: var(--space-2); min-height: 1.5rem; }
      input { flex: none; width: 1.1rem; min-height: 1.5rem; accent-color: var(--accent); }
      .actions { justify-content: end; margin-block-start: var(--space-5); }
      .about { margin-block-start: var(--space-3); }
    `,
  ];
  static override properties = {
    question: { attribute: false },
    done: { attribute: false },
    keptIds: { state: true },
  };

  declare question: WithdrawalQuestion;
  /** Called with the ids of the keys to take over, or without ids if the person cancelled. */
  declare done: (takeOver?: string[]) => void;
  declare private keptIds: ReadonlySet<string>;

  constructor() {
    super();
    this.keptIds = new Set();
  }

  #onKeep(id: string, { target }: Event): void {
    const keptIds = new Set(this.keptIds);
    if ((target as HTMLInputElement).checked) keptIds.add(id);
    else keptIds.delete(id);
    this.keptIds = keptIds;
  }

  /** Returns the nearest kept key above in the chain of creators; undefined if there is none. */
  #findKeptAbove({ createdBy }: Withdrawal): Withdrawal | undefined {
    const { withdrawals } = this.question;
    const above = withdrawals.find(({ kind, id }) => kind === 'key' && createdBy === `key:${id}`);
    if (!above || this.keptIds.has(above.id)) return above;
    return this.#findKeptAbove(above);
  }

  /** Submits the chosen ids, without keys that stay anyway with a key above them. */
  #onSubmit(): void {
    const chosen = this.question.withdrawals.filter(
      (one) => this.keptIds.has(one.id) && !this.#findKeptAbove(one),
    );
    this.done(chosen.map(({ id }) => id));
  }

  protected override render(): TemplateResult {
    const { text, action, danger, withdrawals, mayTakeOver } = this.question;
    const remaining = withdrawals.filter(({ withdrawn }) => !withdrawn);
    const removed = withdrawals.filter(({ withdrawn }) => withdrawn);
    return html`<p class="quiet">${text}</p>
      ${
        removed.length > 0
          ? html`<p class="about" id="removed">This stops working at once:</p>
        <ul class="removed" aria-labelledby="removed">${removed.map((one) => this.#rowView(one))}</ul>`
          : nothing
      }
      ${
        !mayTakeOver && removed.some(({ kind }) => kind === 'key')
          ? html`<p class="note">To keep a key, ask another owner to make this change and take the key over.</p>`
          : nothing
      }
      ${remaining.length > 0 ? html`<p class="note">${tokenKeysText(remaining.length)}</p>` : nothing}
      <div class="row actions">
        <button autofocus @click=${() => this.done()}>Cancel</button>
        <button class=${danger ? 'danger' : 'primary'} @click=${this.#onSubmit}>${action}</button>
      </div>`;
  }

  #rowView(one: Withdrawal): TemplateResult {
    const above = this.#findKeptAbove(one);
    const isKept = above !== undefined || this.keptIds.has(one.id);
    const canKeep = one.kind === 'key' && this.question.mayTakeOver && !above;
    return html`<li class=${isKept ? 'kept' : ''}>
      <p><bdi>${displayName(one)}</bdi> <span class="chip">${one.scope ?? one.role}</span></p>
      <p class="note">${this.#detailsView(one)}</p>
      ${above ? html`<p class="note">Stays with the key <bdi>${above.name}</bdi>.</p>` : nothing}
      ${
        canKeep
          ? html`<label><input type="checkbox" .checked=${this.keptIds.has(one.id)}
        aria-label="Keep the key ${one.name} and take it over"
        @change=${(event: Event) => this.#onKeep(one.id, event)} />Keep this key and take it over</label>`
          : nothing
      }</li>`;
  }

  #detailsView({
    kind,
    project,
    createdBy,
    createdByName,
    lastUsedAt,
  }: Withdrawal): TemplateResult {
    const isElsewhere = project.id !== this.question.projectId;
    const byKey = createdBy?.startsWith('key:');
    return html`${kind === 'key' ? 'API key' : 'Invitation'}${
      isElsewhere ? html` of the project <bdi>${project.name}</bdi>` : nothing
    }${byKey && createdByName ? html` · created with the key <bdi>${createdByName}</bdi>` : nothing}${
      kind === 'key'
        ? html` · ${lastUsedAt ? html`used <relative-time .at=${lastUsedAt}></relative-time>` : 'never used'}`
        : nothing
    }`;
  }
}

customElements.define('withdrawal-form', WithdrawalForm);

/**
 * Asks before a change that withdraws something. Returns the ids of the keys to take over, or
 * undefined if the person cancelled.
 */
export function askToWithdraw(question: WithdrawalQuestion): Promise<string[] | undefined> {
  return openDialog<string[]>(
    question.heading,
    (close) =>
      html`<withdrawal-form .question=${question} .done=${(ids?: string[]) => close(ids)}></withdrawal-form>`,
  );
}

function displayName({ kind, name }: Withdrawal): string {
  return name ?? (kind === 'invitation' ? 'Anyone who has the link' : '');
}

function tokenKeysText(count: number): string {
  const keys = count === 1 ? 'One token key stays' : `${count} token keys stay`;
  return `${keys}, because verified visitors depend on it. Replace it under Visitor tokens if its secret may be known.`;
}
