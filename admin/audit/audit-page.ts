import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import type { AuditActor, NamedAuditEntry } from '../../contract/audit.ts';
import { type ApiResponse, callApi, type List, toApiError } from '../client.ts';
import { baseStyles } from '../elements/base.styles.ts';
import { controlStyles } from '../elements/controls.styles.ts';
import { Resource } from '../elements/resource.ts';
import { emptyView, stateStyles } from '../elements/state-views.ts';
import { toast } from '../elements/toast.ts';
import { formatCount, formatFullDay } from '../formats.ts';
import { PageElement } from '../page.ts';
import { goToQuery, queryOf } from '../router.ts';
import { auditStyles } from './audit.styles.ts';
import {
  type AuditFilters,
  auditFiltersView,
  hasAuditFilters,
  readAuditFilters,
} from './audit-filters.ts';
import { type EditGroup, groupEdits } from './edit-groups.ts';
import { editGroupView } from './entry-view.ts';

const entriesPerPage = '50';
/** The least number of new rows, and the most extra pages that are read to reach it. */
const minRows = 20;
const maxExtraPages = 10;

/** The entries that are shown, and the address of the next page. */
interface LoadedEntries {
  entries: NamedAuditEntry[];
  next: string | undefined;
}

/** `/admin/{project}/audit`: who changed what and when, with the values before and after. */
class AuditPage extends PageElement {
  static override styles = [baseStyles, controlStyles, stateStyles, auditStyles];
  static override properties = { ...PageElement.properties, loadingMore: { state: true } };

  declare private loadingMore: boolean;
  readonly #entries = new Resource<LoadedEntries>(this, async (signal) => {
    const query = queryOf({ ...this.#filters, limit: entriesPerPage });
    return loadEntries({ entries: [], next: this.apiPath(`/audit${query}`) }, signal);
  });
  readonly #actors = new Resource<AuditActor[]>(this, async (signal) => {
    const path = this.apiPath('/audit-actors');
    return (await callApi<List<AuditActor>>(path, { signal })).value.data;
  });

  get #filters(): AuditFilters {
    return readAuditFilters(this.context.query);
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (!changed.has('context')) return;
    if (!changed.get('context')) void this.#actors.reload();
    void this.#entries.reload();
  }

  #onChange = (filters: Partial<AuditFilters>): void =>
    goToQuery({ ...this.#filters, ...filters } as AuditFilters);

  async #onMore(): Promise<void> {
    const { state } = this.#entries;
    if (state.status !== 'ready' || !state.value.next || this.loadingMore) return;
    this.loadingMore = true;
    try {
      const more = await loadEntries(state.value);
      // The filters may have changed while the page was loading.
      if (this.#entries.state !== state) return;
      this.#entries.put(more);
    } catch (error) {
      toast(toApiError(error).message);
    } finally {
      this.loadingMore = false;
    }
  }

  protected override render(): TemplateResult {
    const { state: actors } = this.#actors;
    const { state: entries } = this.#entries;
    const first = entries.status === 'ready' ? entries.value.entries[0] : undefined;
    const loadedActors = actors.status === 'ready' ? actors.value : [];
    const name = first?.subject === this.#filters.subject ? first.subjectName : null;
    return html`<header class="head"><h1>Audit</h1>
        <p class="quiet">Every change: who made it, and when. If anyone alters an entry,
          <code>npx tidings audit verify</code> detects it.</p></header>
      ${auditFiltersView(this.#filters, loadedActors, name ?? undefined, this.pagePath('/audit'), this.#onChange)}
      ${this.#entries.render((value) => this.#listView(value), { lines: 8 })}`;
  }

  #listView({ entries, next }: LoadedEntries): TemplateResult {
    if (entries.length === 0) return this.#emptyView();
    return html`<p class="visually-hidden" role="status">${formatCount(entries.length, 'entry', 'entries')} shown</p>
      ${byDay(groupEdits(entries)).map(
        ([day, dayGroups]) => html`<section class="day"><h2>${day}</h2>
          <ol class="card">${dayGroups.map((group) => editGroupView(group, this.project.slug))}</ol></section>`,
      )}
      ${
        next
          ? html`<p class="more"><button aria-busy=${Boolean(this.loadingMore)} @click=${this.#onMore}>
        Load more</button></p>`
          : nothing
      }`;
  }

  #emptyView(): TemplateResult {
    if (!hasAuditFilters(this.#filters)) {
      return emptyView('No changes yet', 'Every change in this project is listed here.');
    }
    const all = html`<a class="button" href=${this.pagePath('/audit')}>Show all entries</a>`;
    return emptyView('No matching entries', 'Change the filters, or show all entries.', all);
  }
}

/** The groups by day in the reader's time zone, in their order: newest first. */
function byDay(groups: readonly EditGroup[]): [string, EditGroup[]][] {
  const days = new Map<string, EditGroup[]>();
  for (const group of groups) {
    const day = formatFullDay(group[0].at);
    const known = days.get(day);
    if (known) known.push(group);
    else days.set(day, [group]);
  }
  return [...days];
}

/** Reads the next page, and further ones while there are few new rows or the last group goes on. */
async function loadEntries(loaded: LoadedEntries, signal?: AbortSignal): Promise<LoadedEntries> {
  const rows = groupEdits(loaded.entries).length;
  let { entries, next } = loaded;
  for (let pages = 0; next && pages <= maxExtraPages; pages += 1) {
    const { value, next: following }: ApiResponse<List<NamedAuditEntry>> = await callApi(
      next,
      signal && { signal },
    );
    entries = [...entries, ...value.data];
    next = following;
    const groups = groupEdits(entries);
    const isEnough = groups.length >= rows + minRows;
    if (isEnough && groups.at(-1)?.length === 1) break;
  }
  return { entries, next };
}

customElements.define('audit-page', AuditPage);
