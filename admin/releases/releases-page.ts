import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import type { ReleaseSummary } from '../../contract/releases.ts';
import { type ApiResponse, callApi, type List, toApiError } from '../client.ts';
import { baseStyles } from '../elements/base.styles.ts';
import { chipStyles } from '../elements/chip.styles.ts';
import { controlStyles } from '../elements/controls.styles.ts';
import { icons } from '../elements/icons.ts';
import { Resource } from '../elements/resource.ts';
import { emptyView, stateStyles } from '../elements/state-views.ts';
import { toast } from '../elements/toast.ts';
import { formatCount } from '../formats.ts';
import { PageElement } from '../page.ts';
import { goToQuery, queryOf } from '../router.ts';
import { hasPermission } from '../session/permissions.ts';
import {
  hasReleaseFilters,
  type ReleaseFilters,
  readReleaseFilters,
  releaseFiltersView,
  rowsPerPage,
} from './filters.ts';
import { firstStepsView } from './first-steps.ts';
import { legendView, releaseTableView } from './release-table.ts';
import { releasesStyles } from './releases.styles.ts';

/** The releases that are shown, and the address of the next page. */
interface LoadedReleases {
  releases: ReleaseSummary[];
  next: string | undefined;
}

/** The pause in typing after which a search starts. */
const typingMs = 250;

/** `/admin/{project}/releases`: all releases with their state, reach and score. */
class ReleasesPage extends PageElement {
  static override styles = [baseStyles, controlStyles, chipStyles, stateStyles, releasesStyles];
  static override properties = { ...PageElement.properties, loadingMore: { state: true } };

  declare private loadingMore: boolean;
  #searchTimer: ReturnType<typeof setTimeout> | undefined;
  /** A search that was typed and is not in the address yet. */
  #pendingSearch: string | undefined;
  readonly #releases = new Resource<LoadedReleases>(this, async (signal) => {
    const query = queryOf({ ...this.#filters, limit: rowsPerPage });
    return toLoadedReleases(
      await callApi<List<ReleaseSummary>>(this.apiPath(`/releases${query}`), { signal }),
    );
  });

  get #filters(): ReleaseFilters {
    return readReleaseFilters(this.context.query);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.#searchTimer);
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has('context')) void this.#releases.reload();
  }

  #onSearch = (search: string): void => {
    this.#pendingSearch = search.trim();
    clearTimeout(this.#searchTimer);
    this.#searchTimer = setTimeout(() => this.#applyFilters({}, { replace: true }), typingMs);
  };

  #onSort = (sort: string): void => this.#applyFilters({ sort });

  #applyFilters(changes: Partial<ReleaseFilters>, options?: { replace: boolean }): void {
    const search = this.#pendingSearch ?? this.#filters.search;
    clearTimeout(this.#searchTimer);
    this.#pendingSearch = undefined;
    goToQuery({ ...this.#filters, search, ...changes } as ReleaseFilters, options);
  }

  async #onMore(): Promise<void> {
    const { state } = this.#releases;
    if (state.status !== 'ready' || !state.value.next || this.loadingMore) return;
    const { releases, next } = state.value;
    this.loadingMore = true;
    try {
      const more = toLoadedReleases(await callApi<List<ReleaseSummary>>(next));
      // The filters may have changed while the page was loading.
      if (this.#releases.state !== state) return;
      this.#releases.put({ ...more, releases: [...releases, ...more.releases] });
    } catch (error) {
      toast(toApiError(error).message);
    } finally {
      this.loadingMore = false;
    }
  }

  protected override render(): TemplateResult {
    const filters = this.#filters;
    const { state } = this.#releases;
    const isEmpty =
      state.status === 'ready' && state.value.releases.length === 0 && !hasReleaseFilters(filters);
    return html`<header class="head"><h1>Releases</h1>${this.#newView()}</header>
      ${isEmpty ? nothing : releaseFiltersView(filters, this.pagePath('/releases'), this.#onSearch, this.#onSort)}
      ${this.#releases.render((loaded) => this.#listView(loaded, isEmpty), { lines: 8 })}`;
  }

  #newView(): TemplateResult | typeof nothing {
    if (!hasPermission(this.project.role, 'draft')) return nothing;
    const address = this.pagePath('/releases/new');
    return html`<a class="button primary" href=${address}>${icons.plus} New release</a>`;
  }

  #listView({ releases, next }: LoadedReleases, isEmpty: boolean): TemplateResult {
    if (isEmpty) return firstStepsView(this.project);
    if (releases.length === 0) {
      const all = html`<a class="button" href=${this.pagePath('/releases')}>Show all releases</a>`;
      return emptyView(
        'No release is like that',
        'Search for something else, or in another state.',
        all,
      );
    }
    return html`<p class="visually-hidden" role="status">${formatCount(releases.length, 'release')} shown</p>
      ${releaseTableView(releases, this.project)}${legendView(releases)}
      ${
        next
          ? html`<p class="more"><button aria-busy=${Boolean(this.loadingMore)} @click=${this.#onMore}>
        Load more</button></p>`
          : nothing
      }`;
  }
}

function toLoadedReleases({ value, next }: ApiResponse<List<ReleaseSummary>>): LoadedReleases {
  return { releases: value.data, next };
}

customElements.define('releases-page', ReleasesPage);
