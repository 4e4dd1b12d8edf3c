import { html, LitElement, type TemplateResult } from 'lit';
import type { CallerNetwork } from '../../../contract/networks.ts';
import { callApi, toApiError } from '../../client.ts';
import { baseStyles } from '../../elements/base.styles.ts';
import { controlStyles } from '../../elements/controls.styles.ts';
import { FormController } from '../../elements/form-controller.ts';
import { textAreaView } from '../../elements/text-area.ts';
import { toast } from '../../elements/toast.ts';
import { type ProjectSettings, saveProject, staleView } from '../project-settings.ts';
import { settingsStyles } from '../settings.styles.ts';

const privateAddressMessage =
  'Your address is private, so there is no network to add: ratings from private addresses are never held back. If Tidings runs behind a proxy, check TRUSTED_PROXIES.';

/**
 * The networks in which no rating is held back, one per line.
 * @fires project-saved - The ProjectSettings after a save.
 * @fires project-stale - Someone else has changed the settings: the page must read them again.
 */
class OwnNetworksForm extends LitElement {
  static override styles = [baseStyles, controlStyles, settingsStyles];
  static override properties = {
    path: {},
    settings: { attribute: false },
    isFinding: { state: true },
    outcome: { state: true },
  };

  /** The address of the project's routes. */
  declare path: string;
  declare settings: ProjectSettings;
  declare private isFinding: boolean;
  /** The result of the last search for the caller's network. */
  declare private outcome: string;

  readonly #form = new FormController(this, async ({ ownNetworks = '' }) => {
    this.outcome = '';
    const edit = { ownNetworks: parseLines(ownNetworks) };
    const detail = await saveProject(this.path, this.settings, edit);
    this.#field.value = detail.project.ownNetworks.join('\n');
    this.dispatchEvent(new CustomEvent('project-saved', { detail }));
    toast('Saved.');
  });

  constructor() {
    super();
    this.isFinding = false;
    this.outcome = '';
  }

  get #field(): HTMLTextAreaElement {
    return this.renderRoot.querySelector('textarea') as HTMLTextAreaElement;
  }

  async #onAdd(): Promise<void> {
    if (this.isFinding) return;
    this.isFinding = true;
    this.outcome = '';
    try {
      const { network } = (await callApi<CallerNetwork>(`${this.path}/own-network`)).value;
      this.outcome = network === null ? privateAddressMessage : this.#addLine(network);
    } catch (error) {
      toast(toApiError(error).message);
    }
    this.isFinding = false;
  }

  /** Adds a line to the field. Returns the message to show. */
  #addLine(network: string): string {
    const lines = parseLines(this.#field.value);
    if (lines.includes(network)) return `${network} is already in the list.`;
    this.#field.value = [...lines, network].join('\n');
    return `Added ${network}. Save the networks to apply it.`;
  }

  /** An error is about one line, but the field is one text, so any edit clears all errors. */
  #onInput = (): void => {
    this.outcome = '';
    const errors = this.#form.error?.errors ?? [];
    this.#form.clearErrors(...errors.map(({ pointer }) => pointer.slice(1)));
  };

  #onStale = (): void => {
    this.dispatchEvent(new CustomEvent('project-stale'));
  };

  protected override render(): TemplateResult {
    const form = this.#form;
    return html`<section class="card padded"><h2>Own networks</h2>
      <p class="note">Anonymous ratings from these networks are never held back, however many there are.
        If any other network suddenly brings many new visitors, their ratings are held back until a publisher decides.</p>
      <form @submit=${form.onSubmit} @input=${this.#onInput}>
        ${form.alertView('ownNetworks')}${staleView(form.error, this.#onStale)}
        ${this.#fieldView()}
        <div class="row">${form.submitButtonView('Save networks')}
          <button type="button" aria-busy=${this.isFinding} @click=${this.#onAdd}>Add my current network</button></div>
        <p class="note" role="status">${this.outcome}</p>
      </form></section>`;
  }

  #fieldView(): TemplateResult {
    const errors = this.#form.error?.errors ?? [];
    const fieldErrors = errors.filter(({ pointer }) => pointer.startsWith('/ownNetworks'));
    return textAreaView({
      name: 'ownNetworks',
      label: 'Networks (optional)',
      rows: 4,
      value: this.settings.project.ownNetworks.join('\n'),
      required: false,
      maxLength: 4000,
      placeholder: '203.0.113.0/24\n2001:db8::/48',
      hint: 'One address or CIDR range per line, up to 50. Ratings that are already held back stay held back until a publisher releases them.',
      error: fieldErrors.map(({ detail }) => detail).join(' ') || undefined,
    });
  }
}

/** Returns each non-empty line once. */
function parseLines(text: string): string[] {
  const lines = text.split('\n').map((line) => line.trim());
  return [...new Set(lines.filter(Boolean))];
}

customElements.define('own-networks-form', OwnNetworksForm);
