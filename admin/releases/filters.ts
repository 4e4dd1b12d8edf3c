import { html, nothing, type TemplateResult } from 'lit';
import { releaseOrders } from '../../contract/vocabulary.ts';
import { icons } from '../elements/icons.ts';
import { releaseStateLabels } from '../release/states.ts';
import { queryOf } from '../router.ts';

/** The number of releases in a page. */
export const rowsPerPage = '30';

/** The filters of the list. They are in the query of the address, so that it can be shared. */
export interface ReleaseFilters {
  state: string;
  search: string;
  sort: string;
  [name: string]: string;
}

/** The states that a release can have; the other two are reserved. */
const offeredStates = ['draft', 'scheduled', 'live', 'rolled_back'] as const;
const orderLabels = { newest: 'Newest first', oldest: 'Oldest first', changed: 'Changed last' };

/** The filters in an address. Unknown values are ignored; the default order has no value. */
export function readReleaseFilters(query: URLSearchParams): ReleaseFilters {
  const read = (name: string, known: readonly string[]) =>
    known.find((one) => one === query.get(name)) ?? '';
  return {
    state: read('state', offeredStates),
    search: (query.get('search') ?? '').trim().slice(0, 100),
    sort: read('sort', releaseOrders.slice(1)),
  };
}

/** Whether a filter is set. The order is not a filter. */
export function hasReleaseFilters({ state, search }: ReleaseFilters): boolean {
  return state !== '' || search !== '';
}

/** The controls for state, search and order. The states are links, so that each can be shared. */
export function releaseFiltersView(
  filters: ReleaseFilters,
  path: string,
  onSearch: (search: string) => void,
  onSort: (sort: string) => void,
): TemplateResult {
  const stateView = (state: string, label: string) =>
    html`<a href="${path}${queryOf({ ...filters, state })}"
      aria-current=${state === filters.state ? 'true' : nothing}>${label}</a>`;
  return html`<div class="filters">
    <nav class="states" aria-label="State">${stateView('', 'All')}${offeredStates.map((state) =>
      stateView(state, releaseStateLabels[state].label),
    )}</nav>
    <label class="search"><span class="visually-hidden">Search in versions, titles and notes</span>${icons.search}
      <input type="search" placeholder="Search" maxlength="100" .value=${filters.search}
        @input=${({ target }: { target: HTMLInputElement }) => onSearch(target.value)} /></label>
    <label class="sort"><span class="visually-hidden">Order</span><select
      @change=${({ target }: { target: HTMLSelectElement }) => onSort(target.value)}>
      ${releaseOrders.map((order, at) => {
        const value = at === 0 ? '' : order;
        return html`<option value=${value} ?selected=${value === filters.sort}>${orderLabels[order]}</option>`;
      })}</select></label>
  </div>`;
}
