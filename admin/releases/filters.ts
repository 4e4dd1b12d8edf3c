import { html, nothing, type TemplateResult } from 'lit';
import { releaseOrders } from '../../contract/vocabulary.ts';
import { icons } from '../elements/icons.ts';
import { stateWords } from '../release/states.ts';
import { queryOf } from '../router.ts';

/** How many releases are read at once. */
export const rowsPerPage = '30';

/** What was chosen of the list; it stands in the query of the address, so that it can be shared. */
export interface Chosen {
  state: string;
  search: string;
  sort: string;
  [name: string]: string;
}

/** The states that a release can be in so far; the other two are reserved. */
const offered = ['draft', 'scheduled', 'live', 'rolled_back'] as const;
const orderWords = { newest: 'Newest first', oldest: 'Oldest first', changed: 'Changed last' };

/** What an address says; what it says wrongly is not chosen. The default order is not said at all. */
export function chosenIn(query: URLSearchParams): Chosen {
  const read = (name: string, known: readonly string[]) =>
    known.find((one) => one === query.get(name)) ?? '';
  return {
    state: read('state', offered),
    search: (query.get('search') ?? '').trim().slice(0, 100),
    sort: read('sort', releaseOrders.slice(1)),
  };
}

/** Whether less than all is asked for. */
export function isFiltered({ state, search }: Chosen): boolean {
  return state !== '' || search !== '';
}

/** State, search and order. States are links: each of them is a page to be shared. */
export function filtersView(
  chosen: Chosen,
  path: string,
  onSearch: (search: string) => void,
  onSort: (sort: string) => void,
): TemplateResult {
  const stateView = (state: string, words: string) =>
    html`<a href="${path}${queryOf({ ...chosen, state })}"
      aria-current=${state === chosen.state ? 'true' : nothing}>${words}</a>`;
  return html`<div class="filters">
    <nav class="states" aria-label="State">${stateView('', 'All')}${offered.map((state) =>
      stateView(state, stateWords[state].words),
    )}</nav>
    <label class="search"><span class="heard">Search in versions, titles and notes</span>${icons.search}
      <input type="search" placeholder="Search" maxlength="100" .value=${chosen.search}
        @input=${({ target }: { target: HTMLInputElement }) => onSearch(target.value)} /></label>
    <label class="sort"><span class="heard">Order</span><select
      @change=${({ target }: { target: HTMLSelectElement }) => onSort(target.value)}>
      ${releaseOrders.map((order, at) => {
        const value = at === 0 ? '' : order;
        return html`<option value=${value} ?selected=${value === chosen.sort}>${orderWords[order]}</option>`;
      })}</select></label>
  </div>`;
}
