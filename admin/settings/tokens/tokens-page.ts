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
    toast('Added the key. Tokens signed with its other half are believed now.');
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
        heading: 'The secret for HS256',
        text: 'Keep it on your server, and never in a page: whoever has it can be any visitor. It cannot be shown again.',
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
      text: 'Tokens signed with it are refused at once, and visitors who have one are not known until they get another. This cannot be undone.',
      action: 'Retire the key',
    };
    const wasAttempted = await confirmDelete(
      this.apiPath(`/token-keys/${id}`),
      question,
      'Retired the key.',
    );
    if (wasAttempted) await this.#keys.reload();
  }

  protected override render(): TemplateResult {
    return settingsView(
      this.project,
      'tokens',
      'Visitors’ tokens',
      'Your server signs who a visitor is; then their answers are known to be theirs, on every device.',
      html`${this.#keys.render((keys) => this.#keysView(keys), { lines: 2 })}
        <token-tester .path=${this.apiPath('/token-checks')} .projectId=${this.project.id}></token-tester>`,
    );
  }

  #keysView(keys: TokenKey[]): TemplateResult {
    const live = keys.filter(({ retiredAt }) => retiredAt === null);
    const text =
      'Without one all visitors are anonymous, which is fine to begin with. Add a key below when you want to know them.';
    return html`${
      keys.length === 0
        ? html`<div class="card">${emptyView('No key yet', text)}</div>`
        : html`<ul class="card rows">${keys.map((key) => this.#rowView(key))}</ul>`
    }${
      live.length < maxLive
        ? this.#formView()
        : html`<p class="card padded note">There are two live keys, which is all that there may be. Retire the
            old one when no token is signed with it any more; then another can be added.</p>`
    }`;
  }

  #rowView(key: TokenKey): TemplateResult {
    const { algorithm, createdAt, retiredAt } = key;
    return html`<li><p class="what">${algorithm} <span class="chip ${retiredAt ? '' : 'good'}">${retiredAt ? 'Retired' : 'Live'}</span></p>
      <p class="note facts">Added <relative-time .at=${createdAt}></relative-time>${
        retiredAt ? html` · retired <relative-time .at=${retiredAt}></relative-time>` : nothing
      }</p>
      <div class="acts">${
        retiredAt
          ? nothing
          : html`<button aria-label="Retire the ${algorithm} key" @click=${() => this.#onRetire(key)}>Retire</button>`
      }</div></li>`;
  }

  #formView(): TemplateResult {
    const form = this.#form;
    const hint = 'The private half stays with you: we can check a token, and never make one.';
    return html`<section class="card padded"><h2>Add a key</h2>
      <p class="note">EdDSA, with the public half of a pair that you made, is the safer one.</p>
      <form @submit=${form.onSubmit}>
        ${form.alertView('publicKey')}
        ${textAreaView({ name: 'publicKey', label: 'Ed25519 public key (PEM)', rows: 3, maxLength: 2000, placeholder: '-----BEGIN PUBLIC KEY-----', hint, error: form.messageFor('publicKey') })}
        ${form.submitButtonView('Add the public key')}
      </form>
      <p class="or note">Or share a secret: it is made here and shown once.</p>
      <button @click=${this.#onCreateSecret}>Make a secret (HS256)</button></section>`;
  }
}

customElements.define('tokens-page', TokensPage);
