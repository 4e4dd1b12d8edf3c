import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import type { TokenKey, TokenKeyCreate, TokenKeyCreated } from '../../../contract/keys.ts';
import { callApi, toApiError } from '../../client.ts';
import { fetchAllPages } from '../../fetch-all-pages.ts';
import '../../elements/relative-time.ts';
import './token-tester.ts';
import { baseStyles } from '../../elements/base.styles.ts';
import { chipStyles } from '../../elements/chip.styles.ts';
import { controlStyles } from '../../elements/controls.styles.ts';
import { FormController } from '../../elements/form-controller.ts';
import { Resource } from '../../elements/resource.ts';
import { showSecret } from '../../elements/shown-once.ts';
import { emptyView, stateStyles } from '../../elements/state-views.ts';
import { textAreaView } from '../../elements/text-area.ts';
import { toast } from '../../elements/toast.ts';
import { PageElement } from '../../page.ts';
import { confirmDelete } from '../confirm-delete.ts';
import { settingsStyles } from '../settings.styles.ts';
import { settingsView } from '../settings-view.ts';

/** The maximum number of live keys: two, so that a host can add one before it retires the other. */
const maxLive = 2;

/** `/admin/{project}/settings/tokens`: the keys that verify the host's tokens. */
class TokensPage extends PageElement {
  static override styles = [baseStyles, controlStyles, chipStyles, stateStyles, settingsStyles];

  readonly #keys = new Resource<TokenKey[]>(this, (signal) =>
    fetchAllPages<TokenKey>(this.apiPath('/token-keys'), signal),
  );
  readonly #form = new FormController(this, async ({ publicKey = '' }) => {
    await this.#createKey({ algorithm: 'EdDSA', publicKey });
    this.renderRoot.querySelector('form')?.reset();
    toast('Key added. Tokens signed with its private key are now accepted.');
  });

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has('context')) void this.#keys.reload();
  }

  async #createKey(body: TokenKeyCreate): Promise<TokenKeyCreated> {
    const options = { method: 'POST', body } as const;
    const { value } = await callApi<TokenKeyCreated>(this.apiPath('/token-keys'), options);
    void this.#keys.reload();
    return value;
  }

  async #onCreateSecret(): Promise<void> {
    try {
      const { secret = '' } = await this.#createKey({ algorithm: 'HS256' });
      await showSecret({
        heading: 'Save the HS256 secret',
        text: 'Keep it on your server, never in a page: anyone who has it can act as any visitor. It can’t be shown again.',
        label: 'Secret',
        secret,
      });
    } catch (error) {
      toast(toApiError(error).message);
    }
  }

  async #onRetire({ id, algorithm }: TokenKey): Promise<void> {
    const question = {
      heading: `Retire this ${algorithm} key?`,
      text: 'Tokens signed with it are refused at once, and visitors who have one are not recognised until they get a new one. You can’t undo this.',
      action: 'Retire key',
    };
    const wasAttempted = await confirmDelete(
      this.apiPath(`/token-keys/${id}`),
      question,
      'Key retired.',
    );
    if (wasAttempted) await this.#keys.reload();
  }

  protected override render(): TemplateResult {
    return settingsView(
      this.project,
      'tokens',
      'Visitor tokens',
      'Your server signs who a visitor is, so that their answers are theirs on every device.',
      html`${this.#keys.render((keys) => this.#keysView(keys), { lines: 2 })}
        <token-tester .path=${this.apiPath('/token-checks')} .projectId=${this.project.id}></token-tester>`,
    );
  }

  #keysView(keys: TokenKey[]): TemplateResult {
    const live = keys.filter(({ retiredAt }) => retiredAt === null);
    const text =
      'Without a key, all visitors are anonymous, which is fine to begin with. Add a key below to verify who they are.';
    return html`${
      keys.length === 0
        ? html`<div class="card">${emptyView('No keys yet', text)}</div>`
        : html`<ul class="card rows">${keys.map((key) => this.#rowView(key))}</ul>`
    }${
      live.length < maxLive
        ? this.#formView()
        : html`<p class="card padded note">You have two live keys, the maximum. Retire the old one when tokens are
            no longer signed with it. Then you can add another.</p>`
    }`;
  }

  #rowView(key: TokenKey): TemplateResult {
    const { algorithm, createdAt, retiredAt } = key;
    return html`<li><p class="row-title">${algorithm} <span class="chip ${retiredAt ? '' : 'good'}">${retiredAt ? 'Retired' : 'Live'}</span></p>
      <p class="note details">Added <relative-time .at=${createdAt}></relative-time>${
        retiredAt ? html` · retired <relative-time .at=${retiredAt}></relative-time>` : nothing
      }</p>
      <div class="actions">${
        retiredAt
          ? nothing
          : html`<button aria-label="Retire the ${algorithm} key" @click=${() => this.#onRetire(key)}>Retire</button>`
      }</div></li>`;
  }

  #formView(): TemplateResult {
    const form = this.#form;
    const hint = 'The private key stays with you: Tidings can verify tokens but not create them.';
    return html`<section class="card padded"><h2>Add a key</h2>
      <p class="note">EdDSA is safer: you create a pair of keys and add only the public one.</p>
      <form @submit=${form.onSubmit}>
        ${form.alertView('publicKey')}
        ${textAreaView({ name: 'publicKey', label: 'Ed25519 public key (PEM)', rows: 3, maxLength: 2000, placeholder: '-----BEGIN PUBLIC KEY-----', hint, error: form.messageFor('publicKey') })}
        ${form.submitButtonView('Add public key')}
      </form>
      <p class="note">Or share a secret. It is created here and shown once.</p>
      <button @click=${this.#onCreateSecret}>Create secret (HS256)</button></section>`;
  }
}

customElements.define('tokens-page', TokensPage);
