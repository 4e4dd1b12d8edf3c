import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import type { ApiKey, ApiKeyCreated, ListedApiKey } from '../../../contract/keys.ts';
import { limits } from '../../../contract/vocabulary.ts';
import { callApi, toApiError } from '../../client.ts';
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
import { emptyView, stateStyles } from '../../elements/state-views.ts';
import { toast } from '../../elements/toast.ts';
import { PageElement } from '../../page.ts';
import { creatorLabel } from '../creator-label.ts';
import { settingsStyles } from '../settings.styles.ts';
import { settingsView } from '../settings-view.ts';
import { endRight } from '../withdrawals/end-right.ts';

const scopeLabels: Record<ApiKey['scope'], string> = {
  read: 'Read, except keys',
  publish: 'Read, write, publish',
  admin: 'Full access',
};
const warnings = {
  lost: 'The creator of this key can no longer create keys, so the key is refused. Take it over to make it work again, or delete it.',
  unknown:
    'The creator of this key is unknown. It still works. Take it over if you know what uses it, or delete it.',
} as const;
const dayMs = 24 * 60 * 60 * 1000;
/** By days; the empty key is for keys that never expire. */
const lifetimes: Record<string, string> = {
  30: '30 days',
  90: '90 days',
  365: 'A year',
  '': 'Never',
};

/** `/admin/{project}/settings/keys`: the API keys, which programs use. */
class KeysPage extends PageElement {
  static override styles = [baseStyles, controlStyles, chipStyles, stateStyles, settingsStyles];

  readonly #keys = new Resource<ListedApiKey[]>(this, (signal) =>
    fetchAllPages<ListedApiKey>(this.apiPath('/keys'), signal),
  );
  readonly #form = new FormController(this, async ({ name = '', scope = '', days = '' }) => {
    const expiresAt = days ? new Date(Date.now() + Number(days) * dayMs).toISOString() : null;
    const body = { name, scope, expiresAt };
    const { value } = await callApi<ApiKeyCreated>(this.apiPath('/keys'), { method: 'POST', body });
    this.renderRoot.querySelector('form')?.reset();
    void this.#keys.reload();
    await showSecret({
      heading: `Save the key ${value.name}`,
      text: 'Store it with your program’s secrets, for example as TIDINGS_KEY. It can’t be shown again.',
      label: 'API key',
      secret: value.key,
    });
  });

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has('context')) void this.#keys.reload();
  }

  async #onDelete({ id, name }: ApiKey): Promise<void> {
    const question = {
      heading: `Delete the key ${name}?`,
      text: 'Programs that use it are refused at once. You cannot undo this, but you can create another key.',
      action: 'Delete key',
      danger: true,
    };
    const outcome = await endRight({
      path: this.apiPath(`/keys/${id}`),
      method: 'DELETE',
      ifMatch: '"1"',
      question,
      projectId: this.project.id,
      mayTakeOver: true,
    });
    if (outcome.startsWith('done')) toast(`Deleted the key ${name}.`);
    if (outcome !== 'cancelled') await this.#keys.reload();
  }

  async #onTakeOver({ id, name }: ApiKey): Promise<void> {
    try {
      await callApi(this.apiPath(`/keys/${id}/take-over`), { method: 'POST' });
      toast(`You took over the key ${name}.`);
    } catch (error) {
      toast(toApiError(error).message);
    }
    await this.#keys.reload();
  }

  protected override render(): TemplateResult {
    return settingsView(
      this.project,
      'keys',
      'API keys',
      'For CI, other programs and the command line. Each key gives access to this project only.',
      html`${this.#keys.render((keys) => this.#listView(keys), { lines: 2 })}${this.#formView()}`,
    );
  }

  #listView(keys: ListedApiKey[]): TemplateResult {
    if (keys.length === 0) {
      const text = 'Create one below for a program that publishes or imports.';
      return html`<div class="card">${emptyView('No keys yet', text)}</div>`;
    }
    return html`<ul class="card rows">${keys.map((key) => this.#rowView(key))}</ul>`;
  }

  #rowView(key: ListedApiKey): TemplateResult {
    const { name, prefix, scope, createdAt, expiresAt, lastUsedAt, authority } = key;
    const isExpired = expiresAt !== null && Date.parse(expiresAt) <= Date.now();
    return html`<li><p class="row-title"><bdi>${name}</bdi> <span class="chip">${scope}</span>${
      isExpired ? html` <span class="chip bad">Expired</span>` : nothing
    }${authority === 'lost' ? html` <span class="chip bad">Refused</span>` : nothing}</p>
      <p class="note details"><code>sk_…_${prefix}…</code> · created <relative-time .at=${createdAt}></relative-time> by ${creatorLabel(key)} ·
        ${lastUsedAt ? html`used <relative-time .at=${lastUsedAt}></relative-time>` : 'never used'} ·
        ${expiresAt ? html`${isExpired ? 'expired' : 'expires'} <relative-time .at=${expiresAt}></relative-time>` : 'never expires'}</p>
      ${authority === 'valid' ? nothing : html`<p class="warn-note details">${warnings[authority]}</p>`}
      <div class="actions row">${
        authority === 'valid'
          ? nothing
          : html`<button aria-label="Take over the key ${name}" @click=${() => this.#onTakeOver(key)}>Take over</button>`
      }<button aria-label="Delete the key ${name}" @click=${() => this.#onDelete(key)}>Delete</button></div></li>`;
  }

  #formView(): TemplateResult {
    const form = this.#form;
    return html`<section class="card padded"><h2>New key</h2>
      <p class="note">The key is shown once, when you create it.</p>
      <form @submit=${form.onSubmit}>
        ${form.alertView('name', 'expiresAt')}
        <div class="side-by-side">
          ${fieldView({ name: 'name', label: 'Name', maxLength: limits.nameChars, hint: 'What the key is for.', error: form.messageFor('name') })}
          ${selectFieldView({ name: 'scope', label: 'Scope', options: scopeLabels, value: 'publish' })}
          ${selectFieldView({ name: 'days', label: 'Expiration', options: lifetimes, value: '90' })}</div>
        ${form.submitButtonView('Create key')}
      </form></section>`;
  }
}

customElements.define('keys-page', KeysPage);
