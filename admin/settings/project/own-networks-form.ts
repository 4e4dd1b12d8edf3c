import { html, LitElement, type TemplateResult } from 'lit';
import type { CallerNetwork } from '../../../contract/networks.ts';
import { ask, asRefusal } from '../../client.ts';
import { baseStyles } from '../../elements/base.styles.ts';
import { controlStyles } from '../../elements/controls.styles.ts';
import { Sending } from '../../elements/sending.ts';
import { textAreaView } from '../../elements/text-area.ts';
import { toast } from '../../elements/toast.ts';
import { type Edition, saveProject, staleView } from '../project-edition.ts';
import { settingsStyles } from '../settings.styles.ts';

const isPrivate =
  'Your address is private, so there is no network to add: ratings from private addresses are never held back. If Tidings runs behind a proxy, check TRUSTED_PROXIES.';

/**
 * The networks in which no rating is held back, one per line.
 * @fires project-saved - The Edition after a save.
 * @fires project-stale - Someone else has changed the settings, and the page is to read them again.
 */
class OwnNetworksForm extends LitElement {
  static override styles = [baseStyles, controlStyles, settingsStyles];
  static override properties = {
    path: {},
    edition: { attribute: false },
    finding: { state: true },
    outcome: { state: true },
  };

  /** The address of the project's routes. */
  declare path: string;
  declare edition: Edition;
  declare private finding: boolean;
  /** What became of the last search for the caller's network. */
  declare private outcome: string;

  readonly #sending = new Sending(this, async ({ ownNetworks = '' }) => {
    this.outcome = '';
    const edit = { ownNetworks: linesOf(ownNetworks) };
    const detail = await saveProject(this.path, this.edition, edit);
    this.#field.value = detail.project.ownNetworks.join('\n');
    this.dispatchEvent(new CustomEvent('project-saved', { detail }));
    toast('Saved.');
  });

  constructor() {
    super();
    this.finding = false;
    this.outcome = '';
  }

  get #field(): HTMLTextAreaElement {
    return this.renderRoot.querySelector('textarea') as HTMLTextAreaElement;
  }

  async #onAdd(): Promise<void> {
    if (this.finding) return;
    this.finding = true;
    this.outcome = '';
    try {
      const { network } = (await ask<CallerNetwork>(`${this.path}/own-network`)).value;
      this.outcome = network === null ? isPrivate : this.#addLine(network);
    } catch (error) {
      toast(asRefusal(error).message);
    }
    this.finding = false;
  }

  /** Returns what happened, for the person. */
  #addLine(network: string): string {
    const lines = linesOf(this.#field.value);
    if (lines.includes(network)) return `${network} is already in the list.`;
    this.#field.value = [...lines, network].join('\n');
    return `Added ${network}. Save the networks to apply it.`;
  }

  /** A fault is about one line, but the field is one text, so any edit clears all of them. */
  #onInput = (): void => {
    this.outcome = '';
    const faults = this.#sending.refusal?.errors ?? [];
    this.#sending.mend(...faults.map(({ pointer }) => pointer.slice(1)));
  };

  #onStale = (): void => {
    this.dispatchEvent(new CustomEvent('project-stale'));
  };

  protected override render(): TemplateResult {
    const sending = this.#sending;
    return html`<section class="card padded"><h2>Own networks</h2>
      <p class="note">Anonymous ratings from these networks are never held back, however many there are.
        If any other network suddenly brings many new visitors, their ratings are held back until a publisher decides.</p>
      <form @submit=${sending.on} @input=${this.#onInput}>
        ${sending.alert('ownNetworks')}${staleView(sending.refusal, this.#onStale)}
        ${this.#fieldView()}
        <div class="row">${sending.button('Save networks')}
          <button type="button" aria-busy=${this.finding} @click=${this.#onAdd}>Add the network I am on</button></div>
        <p class="note" role="status">${this.outcome}</p>
      </form></section>`;
  }

  #fieldView(): TemplateResult {
    const faults = this.#sending.refusal?.errors ?? [];
    const wrong = faults.filter(({ pointer }) => pointer.startsWith('/ownNetworks'));
    return textAreaView({
      name: 'ownNetworks',
      label: 'Networks (optional)',
      rows: 4,
      value: this.edition.project.ownNetworks.join('\n'),
      required: false,
      maxLength: 4000,
      placeholder: '203.0.113.0/24\n2001:db8::/48',
      hint: 'One address or CIDR range per line, up to 50. Ratings that are already held back stay held back until a publisher releases them.',
      wrong: wrong.map(({ detail }) => detail).join(' ') || undefined,
    });
  }
}

/** Each filled line once. */
function linesOf(text: string): string[] {
  const lines = text.split('\n').map((line) => line.trim());
  return [...new Set(lines.filter(Boolean))];
}

customElements.define('own-networks-form', OwnNetworksForm);
