import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import type { AuditActor, NamedAuditEntry } from '../../contract/audit.ts';
import { type Answer, ask, asRefusal, type List } from '../client.ts';
import { baseStyles } from '../elements/base.styles.ts';
import { controlStyles } from '../elements/controls.styles.ts';
import { Reading } from '../elements/reading.ts';
import { emptyView, stateStyles } from '../elements/state-views.ts';
import { toast } from '../elements/toast.ts';
import { countOf, dayOf } from '../formats.ts';
import { PageElement } from '../page.ts';
import { goToQuery, queryOf } from '../router.ts';
import { auditStyles } from './audit.styles.ts';
import { type Chosen, chosenIn, filtersView, isFiltered } from './audit-filters.ts';
import { type EditGroup, groupEdits } from './edit-groups.ts';
import { editGroupView } from './entry-view.ts';

const entriesPerPage = '50';
/** How many rows are something to read, and after how many more pages it is enough all the same. */
const enoughRows = 20;
const morePages = 10;

/** What is shown so far, and where it goes on. */
interface Shown {
  entries: NamedAuditEntry[];
  next: string | undefined;
}

/** `/admin/{project}/audit`: who changed what and when, and what it was before. */
class AuditPage extends PageElement {
  static override styles = [baseStyles, controlStyles, stateStyles, auditStyles];
  static override properties = { ...PageElement.properties, loadingMore: { state: true } };

  declare private loadingMore: boolean;
  readonly #shown = new Reading<Shown>(this, async (signal) => {
    const query = queryOf({ ...this.#chosen, limit: entriesPerPage });
    return readOn({ entries: [], next: this.apiPath(`/audit${query}`) }, signal);
  });
  readonly #actors = new Reading<AuditActor[]>(this, async (signal) => {
    const path = this.apiPath('/audit-actors');
    return (await ask<List<AuditActor>>(path, { signal })).value.data;
  });

  get #chosen(): Chosen {
    return chosenIn(this.place.query);
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (!changed.has('place')) return;
    if (!changed.get('place')) void this.#actors.again();
    void this.#shown.again();
  }

  #onChange = (chosen: Partial<Chosen>): void =>
    goToQuery({ ...this.#chosen, ...chosen } as Chosen);

  async #onMore(): Promise<void> {
    const { read } = this.#shown;
    if (read.state !== 'ready' || !read.value.next || this.loadingMore) return;
    this.loadingMore = true;
    try {
      const more = await readOn(read.value);
      // Meanwhile somebody may have chosen another part of the log.
      if (this.#shown.read !== read) return;
      this.#shown.put(more);
    } catch (error) {
      toast(asRefusal(error).message);
    } finally {
      this.loadingMore = false;
    }
  }

  protected override render(): TemplateResult {
    const { read: actors } = this.#actors;
    const { read: shown } = this.#shown;
    const first = shown.state === 'ready' ? shown.value.entries[0] : undefined;
    const known = actors.state === 'ready' ? actors.value : [];
    const name = first?.subject === this.#chosen.subject ? first.subjectName : null;
    return html`<header class="head"><h1>Audit</h1>
        <p class="quiet">Every change, by whom and when. Nobody can change an entry afterwards without it
          showing: <code>npx tidings audit verify</code> checks them all.</p></header>
      ${filtersView(this.#chosen, known, name ?? undefined, this.pagePath('/audit'), this.#onChange)}
      ${this.#shown.render((value) => this.#listView(value), { lines: 8 })}`;
  }

  #listView({ entries, next }: Shown): TemplateResult {
    if (entries.length === 0) return this.#noneView();
    return html`<p class="heard" role="status">${countOf(entries.length, 'entry', 'entries')} shown</p>
      ${byDay(groupEdits(entries)).map(
        ([day, ofDay]) => html`<section class="day"><h2>${day}</h2>
          <ol class="card">${ofDay.map((group) => editGroupView(group, this.project.slug))}</ol></section>`,
      )}
      ${
        next
          ? html`<p class="more"><button aria-busy=${Boolean(this.loadingMore)} @click=${this.#onMore}>
        Load more</button></p>`
          : nothing
      }`;
  }

  #noneView(): TemplateResult {
    if (!isFiltered(this.#chosen)) {
      return emptyView(
        'Nothing has been changed yet',
        'Whatever is changed here, is written down here.',
      );
    }
    const all = html`<a class="button" href=${this.pagePath('/audit')}>Show everything</a>`;
    return emptyView('No change is like that', 'Choose something else, or somebody else.', all);
  }
}

/** In the days of the reader's own zone, as the groups come: newest first. */
function byDay(groups: readonly EditGroup[]): [string, EditGroup[]][] {
  const days = new Map<string, EditGroup[]>();
  for (const group of groups) {
    const day = dayOf(group[0].at);
    const known = days.get(day);
    if (known) known.push(group);
    else days.set(day, [group]);
  }
  return [...days];
}

/** Reads the next page; and more, while all that came is a few rows, or the last of them goes on. */
async function readOn(shown: Shown, signal?: AbortSignal): Promise<Shown> {
  const rows = groupEdits(shown.entries).length;
  let { entries, next } = shown;
  for (let pages = 0; next && pages <= morePages; pages += 1) {
    const { value, next: then }: Answer<List<NamedAuditEntry>> = await ask(
      next,
      signal && { signal },
    );
    entries = [...entries, ...value.data];
    next = then;
    const groups = groupEdits(entries);
    const isEnough = groups.length >= rows + enoughRows;
    if (isEnough && groups.at(-1)?.length === 1) break;
  }
  return { entries, next };
}

customElements.define('audit-page', AuditPage);
