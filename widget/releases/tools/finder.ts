import { html, type TemplateResult } from 'lit/html.js';
import type { FeedRelease } from '../../../contract/feed.ts';
import type { NoteKind } from '../../../contract/vocabulary.ts';
import { chipStyles } from '../../elements/chips.styles.ts';
import { controlStyles } from '../../elements/controls.styles.ts';
import { define } from '../../elements/define.ts';
import { DrawnElement } from '../../elements/drawn-element.ts';
import { withLater } from '../../locales/later-words.ts';
import { type Words, wordOf } from '../../locales/words.ts';
import { everything, type Filter, filterReleases, kindsIn } from './filters.ts';
import type { Find, ToolView } from './tool-view.ts';

/**
 * Search and the choice of kinds, in what is loaded. Fetched when somebody wants to look for
 * something.
 *
 * @fires find - `detail` is a Find, or undefined where nothing is looked for
 */
export class TidingsFinder extends DrawnElement {
  static override styles = `${controlStyles}${chipStyles}
:host{display:grid;gap:10px;padding:14px 20px;border-bottom:1px solid var(--t-border)}
input{width:100%;border-color:var(--t-muted)}
input::placeholder{color:var(--t-muted);opacity:1}`;
  static override properties = ['releases', 'words', 'filter'];

  declare releases: readonly FeedRelease[];
  declare words: Words;
  declare private filter: Filter;

  constructor() {
    super();
    this.filter = everything;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    void this.updateComplete.then(() => this.renderRoot.querySelector('input')?.focus());
  }

  disconnectedCallback(): void {
    this.#change(everything);
  }

  #change(filter: Filter): void {
    this.filter = filter;
    const looking = filter.text.trim() || filter.kinds.length > 0;
    const find: Find = (releases) => filterReleases(releases, filter);
    this.dispatchEvent(new CustomEvent('find', { detail: looking ? find : undefined }));
  }

  #toggle(kind: NoteKind): void {
    const { kinds } = this.filter;
    const rest = kinds.filter((one) => one !== kind);
    this.#change({ ...this.filter, kinds: rest.length < kinds.length ? rest : [...kinds, kind] });
  }

  override render(): TemplateResult {
    const { filter } = this;
    const words = withLater(this.words);
    return html`<input type="search" aria-label=${words.search} placeholder=${words.search}
        .value=${filter.text} @input=${({ target }: { target: HTMLInputElement }) =>
          this.#change({ ...filter, text: target.value })} />
      <div class="chips" role="group" aria-label=${words.filter}>${kindsIn(this.releases).map(
        (kind) => html`<button class="chip" aria-pressed=${filter.kinds.includes(kind)}
          @click=${() => this.#toggle(kind)}>${wordOf(words, 'kind', kind)}</button>`,
      )}</div>`;
  }
}

define('tidings-finder', TidingsFinder);

/** Stands above the list. */
export const view: ToolView = (words, releases, found) =>
  html`<tidings-finder .words=${words} .releases=${releases} @find=${found}></tidings-finder>`;
