import { html, type TemplateResult } from 'lit/html.js';
import type { FeedRelease } from '../../../contract/feed.ts';
import type { NoteKind } from '../../../contract/vocabulary.ts';
import { chipStyles } from '../../elements/chips.styles.ts';
import { controlStyles } from '../../elements/controls.styles.ts';
import { define } from '../../elements/define.ts';
import { TemplateElement } from '../../elements/template-element.ts';
import { withLaterMessages } from '../../locales/later-messages.ts';
import { labelOf, type Messages } from '../../locales/messages.ts';
import { emptyFilter, type Filter, filterReleases, kindsIn } from './filters.ts';
import type { ReleaseFilter, ToolView } from './tool-view.ts';

/**
 * Search and the choice of kinds, among the loaded releases. Fetched separately from the panel.
 *
 * @fires find - `detail` is a ReleaseFilter, or undefined if nothing is searched for
 */
export class TidingsFinder extends TemplateElement {
  static override styles = `${controlStyles}${chipStyles}
:host{display:grid;gap:10px;padding:14px 20px;border-bottom:1px solid var(--t-border)}
input{width:100%;border-color:var(--t-muted)}
input::placeholder{color:var(--t-muted);opacity:1}`;
  static override properties = ['releases', 'messages', 'filter'];

  declare releases: readonly FeedRelease[];
  declare messages: Messages;
  declare private filter: Filter;

  constructor() {
    super();
    this.filter = emptyFilter;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    void this.updateComplete.then(() => this.renderRoot.querySelector('input')?.focus());
  }

  disconnectedCallback(): void {
    this.#setFilter(emptyFilter);
  }

  #setFilter(filter: Filter): void {
    this.filter = filter;
    const isFiltering = filter.text.trim() || filter.kinds.length > 0;
    const releaseFilter: ReleaseFilter = (releases) => filterReleases(releases, filter);
    this.dispatchEvent(
      new CustomEvent('find', { detail: isFiltering ? releaseFilter : undefined }),
    );
  }

  #toggle(kind: NoteKind): void {
    const { kinds } = this.filter;
    const rest = kinds.filter((one) => one !== kind);
    this.#setFilter({
      ...this.filter,
      kinds: rest.length < kinds.length ? rest : [...kinds, kind],
    });
  }

  override render(): TemplateResult {
    const { filter } = this;
    const messages = withLaterMessages(this.messages);
    return html`<input type="search" aria-label=${messages.search} placeholder=${messages.search}
        .value=${filter.text} @input=${({ target }: { target: HTMLInputElement }) =>
          this.#setFilter({ ...filter, text: target.value })} />
      <div class="chips" role="group" aria-label=${messages.filter}>${kindsIn(this.releases).map(
        (kind) => html`<button class="chip" aria-pressed=${filter.kinds.includes(kind)}
          @click=${() => this.#toggle(kind)}>${labelOf(messages, 'kind', kind)}</button>`,
      )}</div>`;
  }
}

define('tidings-finder', TidingsFinder);

/** The finder, above the list. */
export const view: ToolView = (messages, releases, onFind) =>
  html`<tidings-finder .messages=${messages} .releases=${releases} @find=${onFind}></tidings-finder>`;
