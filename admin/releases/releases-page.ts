import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import type { ReleaseSummary } from '../../contract/releases.ts';
import { type Answer, ask, asRefusal, type List } from '../client.ts';
import { baseStyles } from '../elements/base.styles.ts';
import { chipStyles } from '../elements/chip.styles.ts';
import { controlStyles } from '../elements/controls.styles.ts';
import { icons } from '../elements/icons.ts';
import { Reading } from '../elements/reading.ts';
import { emptyView, stateStyles } from '../elements/state-views.ts';
import { toast } from '../elements/toast.ts';
import { countOf } from '../formats.ts';
import { PageElement } from '../page.ts';
import { goToQuery, queryOf } from '../router.ts';
import { hasPermission } from '../session/permissions.ts';
import { type Chosen, chosenIn, filtersView, isFiltered, rowsPerPage } from './filters.ts';
import { firstStepsView } from './first-steps.ts';
import { legendView, releaseTableView } from './release-table.ts';
import { releasesStyles } from './releases.styles.ts';

/** What is shown so far, and where it goes on. */
interface Shown {
  releases: ReleaseSummary[];
  next: string | undefined;
}

/** How long a search waits for the next letter. */
const typingMs = 250;

/** `/admin/{project}/releases`: all of them, how far they are, whom they reached, how they are liked. */
class ReleasesPage extends PageElement {
  static override styles = [baseStyles, controlStyles, chipStyles, stateStyles, releasesStyles];
  static override properties = { ...PageElement.properties, loadingMore: { state: true } };

  declare private loadingMore: boolean;
  #typing: ReturnType<typeof setTimeout> | undefined;
  /** What was typed and is not in the address yet. */
  #typed: string | undefined;
  readonly #shown = new Reading<Shown>(this, async (signal) => {
    const query = queryOf({ ...this.#chosen, limit: rowsPerPage });
    return shownIn(await ask<List<ReleaseSummary>>(this.apiPath(`/releases${query}`), { signal }));
  });

  get #chosen(): Chosen {
    return chosenIn(this.place.query);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.#typing);
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has('place')) void this.#shown.again();
  }

  #onSearch = (search: string): void => {
    this.#typed = search.trim();
    clearTimeout(this.#typing);
    this.#typing = setTimeout(() => this.#choose({}, { replace: true }), typingMs);
  };

  #onSort = (sort: string): void => this.#choose({ sort });

  #choose(choice: Partial<Chosen>, options?: { replace: boolean }): void {
    const search = this.#typed ?? this.#chosen.search;
    clearTimeout(this.#typing);
    this.#typed = undefined;
    goToQuery({ ...this.#chosen, search, ...choice } as Chosen, options);
  }

  async #onMore(): Promise<void> {
    const { read } = this.#shown;
    if (read.state !== 'ready' || !read.value.next || this.loadingMore) return;
    const { releases, next } = read.value;
    this.loadingMore = true;
    try {
      const more = shownIn(await ask<List<ReleaseSummary>>(next));
      // Meanwhile somebody may have chosen another list.
      if (this.#shown.read !== read) return;
      this.#shown.put({ ...more, releases: [...releases, ...more.releases] });
    } catch (error) {
      toast(asRefusal(error).message);
    } finally {
      this.loadingMore = false;
    }
  }

  protected override render(): TemplateResult {
    const chosen = this.#chosen;
    const { read } = this.#shown;
    const isBare =
      read.state === 'ready' && read.value.releases.length === 0 && !isFiltered(chosen);
    return html`<header class="head"><h1>Releases</h1>${this.#newView()}</header>
      ${isBare ? nothing : filtersView(chosen, this.pagePath('/releases'), this.#onSearch, this.#onSort)}
      ${this.#shown.render((shown) => this.#listView(shown, isBare), { lines: 8 })}`;
  }

  #newView(): TemplateResult | typeof nothing {
    if (!hasPermission(this.project.role, 'draft')) return nothing;
    const address = this.pagePath('/releases/new');
    return html`<a class="button primary" href=${address}>${icons.plus} New release</a>`;
  }

  #listView({ releases, next }: Shown, isBare: boolean): TemplateResult {
    if (isBare) return firstStepsView(this.project);
    if (releases.length === 0) {
      const all = html`<a class="button" href=${this.pagePath('/releases')}>Show all releases</a>`;
      return emptyView(
        'No release is like that',
        'Search for something else, or in another state.',
        all,
      );
    }
    return html`<p class="heard" role="status">${countOf(releases.length, 'release')} shown</p>
      ${releaseTableView(releases, this.project)}${legendView(releases)}
      ${
        next
          ? html`<p class="more"><button aria-busy=${Boolean(this.loadingMore)} @click=${this.#onMore}>
        Load more</button></p>`
          : nothing
      }`;
  }
}

function shownIn({ value, next }: Answer<List<ReleaseSummary>>): Shown {
  return { releases: value.data, next };
}

customElements.define('releases-page', ReleasesPage);
